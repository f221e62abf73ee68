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

    /// <summary>Whether requests go to it: since it serves, or for want of anybody better.</summary>
    public required bool IsEligible { get; init; }

    /// <summary>Why it is out, or on trial, or null.</summary>
    public required string? Reason { get; init; }

    /// <summary>For how long it is out yet.</summary>
    public required TimeSpan EjectedFor { get; init; }

    /// <summary>Failures since its last success, over all loops.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>How often it was taken out lately: each time is longer than the one before.</summary>
    public required int Ejections { get; init; }

    /// <summary>How much of its weight it has, in percent: less than 100 while it warms up.</summary>
    public required int WarmPercent { get; init; }

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
