using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>What clients and origins saw in a trial.</summary>
internal sealed record TrialResult(LoadRecord Load, LedgerSnapshot Origins)
{
    /// <summary>Requests from a second of the trial until before another.</summary>
    public IReadOnlyList<int> Between(double from, double until) => [.. Load.Between(At(from), At(until))];

    public int? P50(IEnumerable<int> numbers) => LatencySlots.Percentile(Load, numbers, 0.5);

    public int? P99(IEnumerable<int> numbers) => LatencySlots.Percentile(Load, numbers, 0.99);

    private long At(double seconds) => Load.Pacer.StartedAt + (long)(seconds * 1e9);
}
