namespace Proxy.Core.Configuration;

/// <summary>A group of origin servers that answer the same requests.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name routes use; unique in one configuration.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The origin servers, at least one.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>How an endpoint is chosen: default <see cref="BalanceAlgorithm.PowerOfTwoChoices"/>.</summary>
    public BalanceAlgorithm Balance { get; init; }

    /// <summary>What <see cref="BalanceAlgorithm.ConsistentHash"/> goes by; null for its defaults.</summary>
    public HashOptions? Hash { get; init; }

    /// <summary>Keeps clients with their endpoints by a cookie, whatever the algorithm; null for not.</summary>
    public StickyOptions? Sticky { get; init; }

    /// <summary>
    /// Requests under way on one endpoint at a time, over all loops, tunnels included: default unlimited (null), range from 1. A full endpoint is not chosen while
    /// another has room; where all are full, requests wait. Too low, and an endpoint idles while requests wait.
    /// </summary>
    public int? MaxRequests { get; init; }

    /// <summary>
    /// Connections to one endpoint, over all loops: default 16,384, range 1 to 65,535. Past it requests wait in a queue. Where loops want more than there are, an
    /// idle one is closed for another loop to open its own. One source address has about 28,000 ports to one endpoint.
    /// </summary>
    public int MaxConnections { get; init; } = 16384;

    /// <summary>
    /// Idle connections kept to one endpoint, over all loops: default 1,024, range 0 to 65,535; 0 opens a connection for every request.
    /// Too small, and requests pay for new connections; each idle one holds a descriptor at both ends.
    /// </summary>
    public int MaxIdleConnections { get; init; } = 1024;

    /// <summary>
    /// Idle connections kept open to one endpoint, over all loops, opened before anybody asks: default 0, range 0 to 65,535 and no more than
    /// <see cref="MaxIdleConnections"/>. Each holds a descriptor at both ends; an origin that closes idle ones has them opened again.
    /// </summary>
    public int MinIdleConnections { get; init; }

    /// <summary>
    /// How old a connection to an origin may grow: default unlimited (null), range 1 ms to 24 h. Up to a tenth less by chance, so that not all end at once. One
    /// that is busy then ends with its request. Too short, and requests pay for new connections.
    /// </summary>
    public TimeSpan? MaxConnectionAge { get; init; }

    /// <summary>Requests on one connection to an origin before it is closed: default unlimited (null), range from 1.</summary>
    public int? MaxRequestsPerConnection { get; init; }

    /// <summary>
    /// Requests of one loop that may wait for a connection to one endpoint, and as many for room on it: default 1,024, range 0 to 1,000,000. Past it: 503 at once.
    /// </summary>
    public int MaxQueuedRequests { get; init; } = 1024;

    /// <summary>
    /// When a client that found the queue full, or waited in vain, is told to come again (<c>Retry-After</c>): default 1 s, range 1 s to 24 h, in whole seconds.
    /// </summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When the upstream as a whole is asked no more for a while: default never (null).</summary>
    public CircuitBreakerOptions? CircuitBreaker { get; init; }

    /// <summary>How many requests the upstream as a whole is given at a time, where that is to be found by how long it takes to answer: default null, no such bound.</summary>
    public AdaptiveConcurrencyOptions? AdaptiveConcurrency { get; init; }

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

    /// <summary>When an endpoint is taken out, by how requests to it go.</summary>
    public PassiveHealthOptions PassiveHealth { get; init; } = new();

    /// <summary>
    /// Percent of the weight of a tier (the endpoints of one priority and zone) that has to be well. Where no tier has that, the upstream is in panic: every endpoint
    /// that may still answer is asked, whatever is held against it, since a few would drown in what was meant for all. Default 50, range 0 to 100; 0 never
    /// panics, and answers 503 where the probes of all endpoints fail. Endpoints that drain do not count.
    /// </summary>
    public int PanicThreshold { get; init; } = 50;

    /// <summary>
    /// How long an endpoint that comes, or comes back, takes to its whole weight, from a twentieth on: default 0 for at once, range 0 to 1 hour. For origins that are
    /// slow until their caches are filled.
    /// </summary>
    public TimeSpan SlowStart { get; init; }

    /// <summary>
    /// Percent of the weight of a tier that has to be well for all requests to stay there: default 70, range 1 to 100. Below it the part that is missing goes to the
    /// next tier: within a priority first to other zones, then to the next priority. What is left has to bear 100/70 of its usual load by then.
    /// </summary>
    public int SpillOver { get; init; } = 70;

    /// <summary>The zone the proxy is in, for this upstream: its endpoints go before others of the same priority. Default null for
    /// <see cref="ProxyOptions.Zone"/>.</summary>
    public string? Zone { get; init; }

    /// <summary>How endpoints are probed, or null for not at all.</summary>
    public HealthCheckOptions? HealthCheck { get; init; }
}
