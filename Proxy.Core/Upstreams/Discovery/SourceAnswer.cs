namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What a source said.</summary>
/// <param name="Endpoints">The endpoints it knows, in any order.</param>
/// <param name="Holds">For how long, by its own word; null where it has none. It is bounded by whoever asked.</param>
internal sealed record SourceAnswer(IReadOnlyList<DiscoveredEndpoint> Endpoints, TimeSpan? Holds);
