namespace Proxy.Core.Upstreams;

/// <summary>One endpoint as it is now.</summary>
public sealed record EndpointStatus
{
    /// <summary>The address as it was written.</summary>
    public required string Name { get; init; }

    /// <summary>The address as it was found: other than <see cref="Name"/> where that is a host name.</summary>
    public required string Address { get; init; }

    /// <summary>Its share of requests relative to its siblings.</summary>
    public required int Weight { get; init; }

    /// <summary>Whether it is given new requests.</summary>
    public required EndpointState State { get; init; }

    /// <summary>Requests under way on it, tunnels included.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests that may be under way on it, or null where there is no bound.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>Connections to it that may be open.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Connections to it.</summary>
    public required int OpenConnections { get; init; }

    /// <summary>Those among them that wait for a request.</summary>
    public required int IdleConnections { get; init; }

    /// <summary>Requests that wait for room on it or for a connection to it.</summary>
    public required int Waiting { get; init; }
}
