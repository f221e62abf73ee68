namespace Proxy.Core.Configuration;

/// <summary>Bounds on time of one route. Each is null for what <see cref="TimeoutOptions"/> says, and ranges from 1 ms to 24 h.</summary>
public sealed record RouteTimeoutOptions
{
    /// <inheritdoc cref="TimeoutOptions.UpstreamConnect"/>
    public TimeSpan? UpstreamConnect { get; init; }

    /// <inheritdoc cref="TimeoutOptions.UpstreamQueue"/>
    public TimeSpan? UpstreamQueue { get; init; }

    /// <inheritdoc cref="TimeoutOptions.UpstreamResponseHead"/>
    public TimeSpan? UpstreamResponseHead { get; init; }

    /// <inheritdoc cref="TimeoutOptions.UpstreamBodyIdle"/>
    public TimeSpan? UpstreamBodyIdle { get; init; }

    /// <inheritdoc cref="TimeoutOptions.TunnelIdle"/>
    public TimeSpan? TunnelIdle { get; init; }

    /// <summary>All bounds, with these in the place of those that hold everywhere.</summary>
    internal TimeoutOptions Over(TimeoutOptions everywhere) => everywhere with
    {
        UpstreamConnect = UpstreamConnect ?? everywhere.UpstreamConnect,
        UpstreamQueue = UpstreamQueue ?? everywhere.UpstreamQueue,
        UpstreamResponseHead = UpstreamResponseHead ?? everywhere.UpstreamResponseHead,
        UpstreamBodyIdle = UpstreamBodyIdle ?? everywhere.UpstreamBodyIdle,
        TunnelIdle = TunnelIdle ?? everywhere.TunnelIdle,
    };
}
