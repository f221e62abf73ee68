namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>The part of the traffic that one origin gets, over time.</summary>
internal static class ShareCurve
{
    /// <summary>
    /// Its share, 0 to 1, in each of the groups of <paramref name="group"/> slots from <paramref name="first"/> on; a rest that fills no group is left out.
    /// </summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<int[]> arrivals, int origin, int first, int group)
    {
        var shares = new List<double>();
        for (var start = first; start + group <= arrivals[origin].Length; start += group)
        {
            var own = arrivals[origin].Skip(start).Take(group).Sum();
            var all = arrivals.Sum(slots => slots.Skip(start).Take(group).Sum());
            shares.Add(all == 0 ? 0 : (double)own / all);
        }

        return shares;
    }
}
