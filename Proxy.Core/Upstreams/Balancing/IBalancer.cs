using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>Chooses an endpoint for a request. One instance a loop and upstream, which lives for as long as the upstream is balanced in the same way.</summary>
internal interface IBalancer
{
    /// <summary>The endpoint for a request; whether it was tried before is not for the balancer to look at.</summary>
    /// <param name="set">What there is to choose from, at least one; the same object as before, unless something has changed.</param>
    /// <param name="exchange">The request.</param>
    /// <param name="random">Chance.</param>
    Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random);

    /// <summary>
    /// Where in the set to begin to look for another endpoint, when the one chosen was tried before. From anywhere on, unless the algorithm has an order: those behind
    /// a dead one are not to bear all that was meant for it.
    /// </summary>
    int StartOfOthers(EndpointSet set, Exchange exchange, LoopRandom random) => set.Shares.Draw(random);
}
