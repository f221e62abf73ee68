using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What sources are made with.</summary>
/// <param name="Logger">Where they tell what happens.</param>
/// <param name="Clock">The time.</param>
/// <param name="Random">What spreads further tries; used by many threads.</param>
internal sealed record SourceKit(ILogger Logger, TimeProvider Clock, Random Random)
{
    /// <summary>The part of an upstream that an element of its endpoints is; a source in it was not asked yet.</summary>
    /// <exception cref="ProxyStartException">It is no address at all.</exception>
    public SourcePart Make(EndpointOptions endpoint, UpstreamOptions upstream)
    {
        var key = SourceKey.Of(endpoint, upstream.Resolve);
        if (EndpointSources.Of(endpoint, upstream.Resolve, Clock, Random) is not { } source)
        {
            _ = NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _);
            return new(endpoint, address!.ToEndPoint(), key, null);
        }

        var log = new SourceLog(Logger, upstream.Name, source.Name, Clock);
        return new(endpoint, null, key, new SourceRefresher(source, upstream.Resolve, log, Clock, Random));
    }
}
