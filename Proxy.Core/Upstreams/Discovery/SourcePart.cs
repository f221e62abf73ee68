using System.Net;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What one element of an upstream's endpoints stands for: an address, or whatever a source says.</summary>
/// <param name="Options">The element.</param>
/// <param name="Address">Where it is, where that is written there.</param>
/// <param name="Key">Which source it is.</param>
/// <param name="Source">Who knows its endpoints otherwise.</param>
internal sealed record SourcePart(EndpointOptions Options, EndPoint? Address, SourceKey Key, SourceRefresher? Source)
{
    /// <summary>Its endpoints as they are known now.</summary>
    public IEnumerable<DiscoveredEndpoint> Endpoints => Source is null
        ? [new DiscoveredEndpoint(Options.Address, Address!, null, Options.Weight, Options.Priority, Options.Drain) { Zone = Options.Zone }]
        : Source.Present.Select(Placed);

    // What the element says holds for all that it stands for.
    private DiscoveredEndpoint Placed(DiscoveredEndpoint found) => found with
    {
        Weight = found.Weight * Options.Weight,
        Priority = found.Priority + Options.Priority,
        Drains = found.Drains || Options.Drain,
        Zone = Options.Zone,
    };
}
