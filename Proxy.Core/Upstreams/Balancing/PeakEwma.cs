using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Two are drawn by weight, and the one is taken that is likely to answer sooner: what it has in flight, this request included, times the time it takes for one,
/// for its weight. An endpoint of which nothing is known gets one request to be known by.
/// </summary>
internal sealed class PeakEwma : IBalancer
{
    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var (first, second) = set.Shares.DrawTwo(random);
        if (first == second)
        {
            return set.Endpoints[first];
        }

        var now = exchange.Times.Latest;
        return set.Endpoints[Cost(set, second, now) < Cost(set, first, now) ? second : first];
    }

    private static float Cost(EndpointSet set, int index, long now)
    {
        ref var load = ref set.Endpoints[index].Load;
        var inFlight = Math.Max(0, load.InFlight);
        return load.Latency.Expected(now, inFlight) * (inFlight + 1) / set.Weights[index];
    }
}
