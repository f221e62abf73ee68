namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>Percentiles by nearest rank: always a value that was measured.</summary>
internal static class Percentile
{
    /// <summary>The smallest value that at least this share of the values does not exceed; null for no values.</summary>
    public static int? Of(IEnumerable<int> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            return null;

        // What a product of two exact numbers misses by must not make it the next rank.
        const double Inexactness = 1e-9;
        var rank = (int)Math.Ceiling(share * sorted.Length - Inexactness);
        return sorted[Math.Clamp(rank, 1, sorted.Length) - 1];
    }
}
