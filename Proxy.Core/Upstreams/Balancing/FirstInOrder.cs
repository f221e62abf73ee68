using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>The first of those that can be chosen, in the order of the file: the others stand by.</summary>
internal sealed class FirstInOrder : IBalancer
{
    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random) => set.Endpoints[0];

    /// <inheritdoc/>
    public int StartOfOthers(EndpointSet set, Exchange exchange, LoopRandom random) => 0;
}
