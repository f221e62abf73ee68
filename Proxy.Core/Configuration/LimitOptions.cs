namespace Proxy.Core.Configuration;

/// <summary>Bounds on sizes and numbers.</summary>
public sealed record LimitOptions
{
    /// <summary>Bytes of a request line or status line: default 8 KiB, range 64 B to 16 KiB. Past it: 414 (from an origin: 502).</summary>
    public int MaxStartLineBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of all field lines together: default 32 KiB, range 256 B to 32 KiB. Past it: 431 (from an origin: 502).</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Field lines in a header section, and in a trailer section: default 100, range 1 to 1,000. Past it: 431 (from an origin: 502).</summary>
    public int MaxFields { get; init; } = 100;

    /// <summary>
    /// Bytes of a request's body: default unlimited (null), since bodies are streamed and cost no memory. Past it: 413, and where the body
    /// had begun to flow, the origin's exchange is aborted.
    /// </summary>
    public long? MaxRequestBodyBytes { get; init; }

    /// <summary>
    /// Memory for the bodies that routes hold (<see cref="RouteOptions.Buffering"/>, <see cref="RouteOptions.Mirror"/>), over all loops: default 64 MiB, range from 0. Each loop has its share. Past
    /// it bodies are streamed, as without buffering, and requests not copied.
    /// </summary>
    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Client connections at a time: default null, derived from the descriptor limit (half of it, minus a reserve). Past it new ones are
    /// answered 503 and closed. Connections handed to <see cref="ProxyServer.ServeAsync"/> are never refused, but count.
    /// </summary>
    public int? MaxConnections { get; init; }

    /// <summary>Requests on one client connection before it is closed: default unlimited (null), range from 1.</summary>
    public int? MaxRequestsPerConnection { get; init; }

    /// <summary>Interim (1xx) responses of one exchange: default 16, range 0 to 1,000. Past it: 502.</summary>
    public int MaxInterimResponses { get; init; } = 16;

    /// <summary>
    /// The slowest rate, in bytes a second, at which a client may send while we wait for it, and take what is queued for it: default 240;
    /// 0 switches the bound off and lets slow clients hold connections for as long as <see cref="TimeoutOptions.ClientIdle"/>.
    /// </summary>
    public int MinDataRate { get; init; } = 240;
}
