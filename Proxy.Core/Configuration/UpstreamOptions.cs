namespace Proxy.Core.Configuration;

/// <summary>A group of origin servers that answer the same requests.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name routes use; unique in one configuration.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The origin servers, at least one.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>
    /// Connections to one endpoint, over all loops: default 16,384, range 1 to 65,535. Each loop has its share, at least one.
    /// Past it requests wait in a queue. One source address has about 28,000 ports to one endpoint.
    /// </summary>
    public int MaxConnections { get; init; } = 16384;

    /// <summary>
    /// Idle connections kept to one endpoint, over all loops: default 1,024, range 0 to 65,535; 0 opens a connection for every request.
    /// Too small, and requests pay for new connections; each idle one holds a descriptor at both ends.
    /// </summary>
    public int MaxIdleConnections { get; init; } = 1024;

    /// <summary>
    /// Requests of one loop that may wait for a connection to one endpoint: default 1,024, range 0 to 1,000,000. Past it: 503 at once.
    /// </summary>
    public int MaxQueuedRequests { get; init; } = 1024;

    /// <summary>How names among the endpoints are looked up.</summary>
    public ResolveOptions Resolve { get; init; } = new();

    /// <summary>What is tried again when an endpoint fails.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Tells origins who the client is by a PROXY protocol header, the first bytes of each connection: default off. The origin has to expect it, or takes it for
    /// a broken request. It has the client's address as <see cref="ProxyOptions.TrustedProxies"/> let it be known (its port is 0 then, since no proxy tells it), and
    /// the address at which the client arrived; a connection without a client, for a mirror, says so.
    /// </summary>
    /// <remarks>
    /// Such a connection never carries a request of another client: it is kept, once its request is over, only for further requests of the same client on the same
    /// connection, and is closed with that. Without any keeping each request of a busy client would pay for a new connection; and a pool sorted by what was told
    /// would hold connections of clients that are long gone, each with a place at the origin. Clients that send one request a connection cost the origin a
    /// connection a request.
    /// </remarks>
    public ProxyProtocol ProxyProtocol { get; init; }

    /// <summary>
    /// The IP address of this machine from which connections to the endpoints are opened, as in <c>10.0.0.9</c>: default null, the system's choice. An address that is
    /// not this machine's, or of another family than an endpoint's, makes connecting fail, which is logged. Endpoints on Unix sockets have none.
    /// </summary>
    public string? SourceAddress { get; init; }

    /// <summary>How silent TCP connections are probed; null for never.</summary>
    public TcpKeepAliveOptions? TcpKeepAlive { get; init; } = new();
}
