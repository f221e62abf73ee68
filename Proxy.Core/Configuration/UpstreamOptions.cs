namespace Proxy.Core.Configuration;

/// <summary>A group of origin servers that answer the same requests.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name routes use; unique in one configuration.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The origin servers, at least one.</summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

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

    /// <summary>What is tried again when an endpoint fails.</summary>
    public RetryOptions Retry { get; init; } = new();
}
