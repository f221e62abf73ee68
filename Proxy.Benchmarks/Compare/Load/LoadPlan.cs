namespace Proxy.Benchmarks.Compare.Load;

/// <summary>Where the load generator runs.</summary>
/// <param name="Threads">Its threads.</param>
/// <param name="Core">The core it is pinned to; null for anywhere.</param>
internal readonly record struct LoadPlan(int Threads, int? Core);
