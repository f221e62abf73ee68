namespace Proxy.Core.Connections;

/// <summary>What a peer may keep us waiting for.</summary>
/// <param name="Idle">Longest single wait, in milliseconds.</param>
/// <param name="Rate">Least rate over all waits, in bytes a second; 0 for none.</param>
/// <param name="Grace">Waiting that is free before the rate counts, in milliseconds.</param>
internal sealed record StallLimits(long Idle, int Rate = 0, long Grace = 0)
{
    /// <summary>No bound here: somebody else watches.</summary>
    public static StallLimits None { get; } = new(StallGuard.Unbounded);
}
