namespace Proxy.Core.Upstreams.Health;

/// <summary>How requests are divided among tiers.</summary>
internal static class TierLoads
{
    private const double Nothing = 1e-9;

    /// <summary>
    /// The part of all requests that goes to each tier. A tier bears everything that comes to it for as long as its healthy share is at the threshold; below, it
    /// bears proportionally less, and the rest goes on to the next one. What no tier has room for is divided as what they have.
    /// </summary>
    /// <param name="healthy">The healthy share of each tier, 0 to 1, the one to be asked first in front.</param>
    /// <param name="threshold">The share that is enough, above 0.</param>
    public static double[] Divide(ReadOnlySpan<double> healthy, double threshold)
    {
        var loads = new double[healthy.Length];
        var left = 1.0;
        for (var i = 0; i < loads.Length && left > Nothing; i++)
        {
            loads[i] = Math.Min(left, healthy[i] / threshold);
            left -= loads[i];
        }

        var placed = 1 - left;
        for (var i = 0; i < loads.Length && left > Nothing && placed > Nothing; i++)
        {
            loads[i] /= placed;
        }

        return loads;
    }
}
