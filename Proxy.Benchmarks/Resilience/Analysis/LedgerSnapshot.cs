using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>What all origins of a trial noted, kept when they are gone.</summary>
internal sealed class LedgerSnapshot
{
    private readonly int[] _deliveries;
    private readonly bool[] _begun;

    /// <param name="ledgers">The origins' ledgers.</param>
    /// <param name="requests">The highest number of a request.</param>
    /// <param name="slots">Slots of time that the trial took.</param>
    public LedgerSnapshot(IReadOnlyList<Ledger> ledgers, int requests, int slots)
    {
        _deliveries = [.. Enumerable.Range(0, requests + 1).Select(number => ledgers.Sum(ledger => ledger.Deliveries(number)))];
        _begun = [.. Enumerable.Range(0, requests + 1).Select(number => ledgers.Any(ledger => ledger.HasBegun(number)))];
        Arrivals = [.. ledgers.Select(ledger => ledger.Arrivals(slots))];
        DeepestQueue = ledgers.Max(ledger => ledger.DeepestQueue);
    }

    /// <summary>Requests that came to each origin in each slot.</summary>
    public IReadOnlyList<int[]> Arrivals { get; }

    public long DeepestQueue { get; }

    /// <summary>How often a request came to any origin.</summary>
    public int Deliveries(int number) => _deliveries[number];

    /// <summary>True if an origin began a response to it.</summary>
    public bool HasBegun(int number) => _begun[number];

    /// <summary>POSTs that came more than once, to one origin or to several.</summary>
    public int DoublePosts(IEnumerable<int> numbers) => numbers.Count(number => Traffic.IsPost(number) && _deliveries[number] > 1);

    /// <summary>Deliveries of all of these requests together.</summary>
    public long Attempts(IEnumerable<int> numbers) => numbers.Sum(number => (long)_deliveries[number]);
}
