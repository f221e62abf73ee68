using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Core.Upstreams;

/// <summary>An endpoint as part of its group, with what may change while it lives.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="Weight">Its share of requests relative to its siblings, at least 1.</param>
internal sealed record EndpointMember(Endpoint Endpoint, int Weight)
{
    /// <summary>Which tier it is in: lower ones are asked first.</summary>
    public int Priority { get; init; }

    /// <summary>Where it is, or null where nobody says.</summary>
    public string? Zone { get; init; }

    /// <summary>The configuration has it drain.</summary>
    public bool Drains { get; init; }

    /// <summary>As the options have it.</summary>
    public static EndpointMember Of(Endpoint endpoint, EndpointOptions options) =>
        new(endpoint, options.Weight) { Priority = options.Priority, Zone = options.Zone, Drains = options.Drain };

    /// <summary>As it was found.</summary>
    public static EndpointMember Of(Endpoint endpoint, DiscoveredEndpoint found) =>
        new(endpoint, found.Weight) { Priority = found.Priority, Zone = found.Zone, Drains = found.Drains };
}
