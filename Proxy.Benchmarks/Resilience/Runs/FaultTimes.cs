namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>The timestamps that a fault's trial is divided by.</summary>
/// <param name="CountsFrom">End of the warm-up.</param>
/// <param name="BeganAt">The fault's beginning.</param>
/// <param name="HealsFrom">The fault's end, from which on the origin may still need its time to start.</param>
/// <param name="EndedAt">The origin can serve again.</param>
/// <param name="StopsAt">The last request.</param>
internal sealed record FaultTimes(long CountsFrom, long BeganAt, long HealsFrom, long EndedAt, long StopsAt);
