namespace Proxy.Core.Upstreams;

/// <summary>An endpoint as part of its group, with what may change while it lives.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="Weight">Its share of requests relative to its siblings, at least 1.</param>
/// <param name="Priority">Its tier: those of a lower number are asked first.</param>
internal sealed record EndpointMember(Endpoint Endpoint, int Weight, int Priority = 0);
