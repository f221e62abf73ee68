namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Candidates by the order in which they are to be asked: by priority, and within one those of the proxy's own zone first. What is no longer or not yet there
/// has no part in a tier's health.
/// </summary>
internal sealed class Tiers
{
    private readonly int[] _tierOf;
    private readonly long[] _total;

    public Tiers(ReadOnlySpan<Candidate> candidates)
    {
        var order = new SortedSet<(int, bool)>();
        foreach (var candidate in candidates)
        {
            order.Add((candidate.Priority, candidate.IsAway));
        }

        (int, bool)[] keys = [.. order];
        (_tierOf, _total) = (new int[candidates.Length], new long[keys.Length]);
        for (var i = 0; i < candidates.Length; i++)
        {
            _tierOf[i] = Array.BinarySearch(keys, (candidates[i].Priority, candidates[i].IsAway));
            _total[_tierOf[i]] += candidates[i].IsPresent ? candidates[i].Weight : 0;
        }
    }

    public int Count => _total.Length;

    /// <summary>Which tier a candidate belongs to.</summary>
    public int Of(int candidate) => _tierOf[candidate];

    /// <summary>The weight of all that count in a tier.</summary>
    public long TotalOf(int tier) => _total[tier];

    /// <summary>The share of each tier's weight that is in candidates of a kind, 0 to 1; 0 in a tier that has nobody.</summary>
    public double[] ShareOf(ReadOnlySpan<Candidate> candidates, Func<Standing, bool> kind)
    {
        var share = new double[Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            share[_tierOf[i]] += kind(candidates[i].Standing) ? candidates[i].Weight : 0;
        }

        for (var tier = 0; tier < share.Length; tier++)
        {
            share[tier] = _total[tier] == 0 ? 0 : share[tier] / _total[tier];
        }

        return share;
    }
}
