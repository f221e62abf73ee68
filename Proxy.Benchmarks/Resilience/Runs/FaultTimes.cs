namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>The timestamps that a fault's trial is divided by.</summary>
/// <param name="CountsFrom">End of the warm-up.</param>
/// <param name="BeganAt">The fault's beginning.</param>
/// <param name="EndedAt">The origin can serve again.</param>
/// <param name="StopsAt">The last request.</param>
internal sealed record FaultTimes(long CountsFrom, long BeganAt, long EndedAt, long StopsAt);
