using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>
/// Percentiles of latency, failures included: a request that failed late made somebody wait as well. Long responses are left out, which take their time by intent
/// and are too many to leave a 99th percentile to the others.
/// </summary>
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
            slots.Add(Percentile(record, record.Between(start, start + ticks), 0.99) ?? 0);
        return slots;
    }

    /// <summary>A percentile over some requests, in microseconds.</summary>
    public static int? Percentile(LoadRecord record, IEnumerable<int> numbers, double share) =>
        Analysis.Percentile.Of(numbers.Where(number => !Traffic.IsLong(number)).Select(record.LatencyMicroseconds), share);
}
