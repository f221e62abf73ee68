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

    /// <summary>What is tried again when an endpoint fails.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>How endpoints are probed, or null for not at all.</summary>
    public HealthCheckOptions? HealthCheck { get; init; }
}
