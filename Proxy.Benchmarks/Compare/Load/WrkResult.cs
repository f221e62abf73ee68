namespace Proxy.Benchmarks.Compare.Load;

/// <summary>What wrk measured.</summary>
/// <param name="Requests">Responses received in full.</param>
/// <param name="RequestsPerSecond">Their rate.</param>
/// <param name="P50Microseconds">Median latency.</param>
/// <param name="P99Microseconds">Latency that 99 % of the requests stayed below.</param>
/// <param name="Problems">Socket errors and unexpected statuses, in wrk's words; null if there were none.</param>
internal sealed record WrkResult(long Requests, double RequestsPerSecond, double P50Microseconds, double P99Microseconds, string? Problems);
