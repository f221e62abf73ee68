namespace Proxy.Benchmarks.Resilience.Watch;

/// <summary>How much came to an origin in a short time.</summary>
/// <param name="Until">Timestamp of the end of that time.</param>
/// <param name="Count">Requests, or tries to connect.</param>
internal readonly record struct Arrivals(long Until, int Count)
{
    /// <summary>What a health check may send in a tenth of a second; more is traffic.</summary>
    public const int ProbesPerSlot = 2;

    public bool IsTraffic => Count > ProbesPerSlot;
}
