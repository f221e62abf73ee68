namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One way to choose between unequal origins.</summary>
/// <param name="P50">Median latency, in microseconds.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="SlowShare">The slow origin's share of the traffic, 0 to 1.</param>
/// <param name="Failed">Requests without a good response.</param>
internal sealed record UnequalRound(int? P50, int? P99, double SlowShare, int Failed);
