namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One retry storm.</summary>
/// <param name="Requests">Requests from clients while origins failed.</param>
/// <param name="Attempts">Requests that reached an origin for them.</param>
/// <param name="FailedGets">GETs without a good response.</param>
/// <param name="Gets">GETs in all.</param>
/// <param name="DoublePosts">POSTs that reached an origin more than once.</param>
/// <param name="P99">99th percentile of latency, in microseconds.</param>
internal sealed record StormRound(int Requests, long Attempts, int FailedGets, int Gets, int DoublePosts, int? P99)
{
    public double AttemptsPerRequest => (double)Attempts / Requests;

    public double FailedGetShare => (double)FailedGets / Gets;
}
