namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>A reading of a process tree.</summary>
/// <param name="ProcessIds">Its processes, in ascending order.</param>
/// <param name="CpuMicroseconds">User and system time of all of them since they started.</param>
internal sealed record ProcessTreeSample(IReadOnlyList<int> ProcessIds, double CpuMicroseconds);
