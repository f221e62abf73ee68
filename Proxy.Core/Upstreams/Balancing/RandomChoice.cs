using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>Chance alone, by weight.</summary>
internal sealed class RandomChoice : IBalancer
{
    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random) => set.Endpoints[set.Shares.Draw(random)];
}
