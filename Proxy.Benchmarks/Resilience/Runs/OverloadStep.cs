namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One load on an origin of known capacity.</summary>
/// <param name="Load">Requests per second ÷ what the origin can serve.</param>
/// <param name="Offered">Requests per second.</param>
/// <param name="Goodput">Good responses per second that came within <see cref="OverloadRun.UsefulSeconds"/>.</param>
/// <param name="RefusedShare">Requests that were answered with an error, 0 to 1.</param>
/// <param name="LostShare">Requests that had no answer or a cut one, 0 to 1.</param>
/// <param name="RefusedP99">99th percentile of the time to a refusal, in microseconds; null if nothing was refused.</param>
/// <param name="RefusedMaximum">The longest.</param>
/// <param name="ServedP99">99th percentile of the latency of good responses, in microseconds.</param>
/// <param name="OriginQueue">The most requests that waited in the origin.</param>
internal sealed record OverloadStep(
    double Load,
    int Offered,
    double Goodput,
    double RefusedShare,
    double LostShare,
    int? RefusedP99,
    int? RefusedMaximum,
    int? ServedP99,
    long OriginQueue);
