using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>The 99th percentile of latency in short slots of time, failures included: a request that failed late made somebody wait as well.</summary>
internal static class LatencySlots
{
    /// <summary>Long enough for a percentile at thousands of requests a second, short against the two seconds that a recovery may take.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(250);

    /// <summary>One value for each whole slot from one timestamp to another, in microseconds, by when requests were meant to be sent.</summary>
    public static IReadOnlyList<int> P99(LoadRecord record, long from, long until)
    {
        var slots = new List<int>();
        var ticks = (long)Length.TotalNanoseconds;
        for (var start = from; start + ticks <= until; start += ticks)
            slots.Add(Percentile.Of(record.Between(start, start + ticks).Select(record.LatencyMicroseconds), 0.99) ?? 0);
        return slots;
    }
}
