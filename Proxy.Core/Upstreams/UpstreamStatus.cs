namespace Proxy.Core.Upstreams;

/// <summary>One upstream as it is now.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Endpoints">Its endpoints, whether they are given requests or not.</param>
public sealed record UpstreamStatus(string Name, IReadOnlyList<EndpointStatus> Endpoints)
{
    /// <summary>Too few of them are well, and others are asked too.</summary>
    public bool IsInPanic { get; init; }

    /// <summary>The state of its circuit breaker, or null where it has none.</summary>
    public CircuitState? Circuit { get; init; }

    /// <summary>How many requests it is given at a time by its adaptive limit, or null where it has none.</summary>
    public int? ConcurrencyLimit { get; init; }
}
