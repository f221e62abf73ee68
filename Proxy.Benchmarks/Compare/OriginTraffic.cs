namespace Proxy.Benchmarks.Compare;

/// <summary>What reached the origin during one measurement.</summary>
internal readonly record struct OriginTraffic(long Connections, long Requests);
