using Proxy.Benchmarks.Resilience.Watch;

namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>When an origin that is sick gets no more traffic.</summary>
internal static class TrafficStop
{
    // Quiet for less than this before the end is not known to be the end of the traffic.
    private static readonly long Quiet = (long)TimeSpan.FromMilliseconds(500).TotalNanoseconds;

    /// <summary>Time from <paramref name="beganAt"/> to the end of the last sample with traffic before <paramref name="endedAt"/>; null if it went on to the end.</summary>
    public static TimeSpan? After(IEnumerable<Arrivals> samples, long beganAt, long endedAt)
    {
        var last = samples.Where(sample => sample.IsTraffic && sample.Until > beganAt && sample.Until <= endedAt)
            .Select(sample => sample.Until)
            .DefaultIfEmpty(beganAt)
            .Max();
        return endedAt - last < Quiet ? null : TimeSpan.FromMicroseconds((last - beganAt) / 1000.0);
    }
}
