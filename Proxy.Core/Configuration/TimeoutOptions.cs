namespace Proxy.Core.Configuration;

/// <summary>Bounds on time. Every one ranges from 1 ms to 24 h; timers are coarse, so that a bound may be overrun by up to 100 ms.</summary>
public sealed record TimeoutOptions
{
    /// <summary>From a request's first byte to the end of its head: default 15 s. Past it: 408. Longer helps slow-head attacks.</summary>
    public TimeSpan RequestHead { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection is kept for the next request: default 60 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one wait for a client to send, or to take what is queued for it, may last: default 60 s. Past it the connection ends.</summary>
    public TimeSpan ClientIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Grace before <see cref="LimitOptions.MinDataRate"/> is held against a client: default 5 s of waiting.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Opening a connection to an origin: default 5 s. Past it the next try, or 504.</summary>
    public TimeSpan UpstreamConnect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Waiting in the queue for a connection to an origin: default 5 s. Past it: 503.</summary>
    public TimeSpan UpstreamQueue { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the request's last byte to the response's head: default 60 s. Past it: 504.</summary>
    public TimeSpan UpstreamResponseHead { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence of an origin inside a body, in either direction: default 60 s. Past it the exchange is aborted.</summary>
    public TimeSpan UpstreamBodyIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an unused connection to an origin is kept: default 60 s. Keep it below the origin's own.</summary>
    public TimeSpan UpstreamPoolIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an upgraded connection, a WebSocket for example, may be silent in both directions: default 1 h. Past it both sides are closed. Peers
    /// that vanish without a word are held for as long.
    /// </summary>
    public TimeSpan TunnelIdle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long answers in flight may take after a stop: default 30 s. Past it the rest is cut.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
