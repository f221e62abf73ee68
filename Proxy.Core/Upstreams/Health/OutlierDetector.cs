namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Finds, among endpoints that stand well, those that do much worse than the others. Always by comparison: what fails or is slow everywhere is no endpoint's own
/// trouble, and to take some out would only burden the rest.
/// </summary>
internal static class OutlierDetector
{
    // What is twice as bad as the middle of them is bad for its own reasons.
    private const double TimesMedianRate = 2;

    /// <summary>The outliers, the worst first.</summary>
    public static IReadOnlyList<Outlier> Find(ReadOnlySpan<Traffic> traffic, HealthPolicy policy)
    {
        var found = new List<Outlier>();
        AddSilent(traffic, policy, found);
        AddFailing(traffic, policy, found);
        AddSlow(traffic, policy, found);
        return [.. found.DistinctBy(outlier => outlier.Index).OrderByDescending(outlier => outlier.Times)];
    }

    // It hangs, or the way to it does: nothing fails until its time is over, which may be long.
    private static void AddSilent(ReadOnlySpan<Traffic> traffic, HealthPolicy policy, List<Outlier> found)
    {
        var answers = 0L;
        foreach (var each in traffic)
        {
            answers += each.Recent.Judged - each.Recent.Failed;
        }

        for (var i = 0; i < traffic.Length && policy.MaxSilence > 0 && answers >= policy.MinRequests; i++)
        {
            if (traffic[i].Silence >= policy.MaxSilence && traffic[i].Unanswered >= HealthPolicy.LeastUnanswered)
            {
                found.Add(new Outlier(i, EjectionCause.Silence, double.PositiveInfinity));
            }
        }
    }

    private static void AddFailing(ReadOnlySpan<Traffic> traffic, HealthPolicy policy, List<Outlier> found)
    {
        if (policy.FailureRate == 0)
        {
            return;
        }

        var rates = Collect(traffic, each => each.Recent.Judged >= policy.MinRequests ? each.Recent.FailureRate : null, out var median);
        for (var i = 0; i < rates.Length; i++)
        {
            if (rates[i] is { } rate && rate >= policy.FailureRate && rate >= TimesMedianRate * median)
            {
                found.Add(new Outlier(i, EjectionCause.FailureRate, rate / Math.Max(median, 0.01)));
            }
        }
    }

    private static void AddSlow(ReadOnlySpan<Traffic> traffic, HealthPolicy policy, List<Outlier> found)
    {
        if (policy.LatencyFactor == 0)
        {
            return;
        }

        var means = Collect(traffic, each => each.Recent.Timed >= policy.MinRequests ? each.Recent.MeanLatency : null, out var median);
        for (var i = 0; i < means.Length; i++)
        {
            // The loops' clock moves in steps of a millisecond at least: below, means say nothing.
            if (means[i] is { } mean && mean >= policy.LatencyFloor && mean >= policy.LatencyFactor * Math.Max(median, 1))
            {
                found.Add(new Outlier(i, EjectionCause.Latency, mean / Math.Max(median, 1)));
            }
        }
    }

    // The median is the lower one: of two, the better.
    private static double?[] Collect(ReadOnlySpan<Traffic> traffic, Func<Traffic, double?> value, out double median)
    {
        var values = new double?[traffic.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(traffic[i]);
        }

        var sorted = values.OfType<double>().Order().ToArray();
        median = sorted.Length > 1 ? sorted[(sorted.Length - 1) / 2] : double.PositiveInfinity;
        return values;
    }
}
