using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Makes sources of what the options name.</summary>
internal static class EndpointSources
{
    /// <summary>The source that an endpoint of the options stands for, or null where it is an address itself.</summary>
    /// <exception cref="ProxyStartException">It is no address at all.</exception>
    public static IEndpointSource? Of(EndpointOptions endpoint, ResolveOptions options, TimeProvider clock, Random random)
    {
        if (SourceAddress.IsMeant(endpoint.Address))
        {
            return !SourceAddress.TryParse(endpoint.Address, out var source, out var reason) ? throw new ProxyStartException(reason)
                : source.Service is { } service ? new SrvSource(endpoint.Address, service, new HostLookup(options))
                : new FileSource(endpoint.Address, source.Path!, new HostLookup(options), new HoldTimes(options), clock, random);
        }

        return !NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out var problem) ? throw new ProxyStartException(problem)
            : address.IsLiteral ? null
            : new HostSource(endpoint.Address, address.Host!, address.Port, new HostLookup(options));
    }
}
