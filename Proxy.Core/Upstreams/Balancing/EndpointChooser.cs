using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>The choice of an endpoint, whatever the algorithm: on a further try it is one that was not asked yet, where there is one.</summary>
internal static class EndpointChooser
{
    /// <summary>The endpoint for the next try, or null where there is none at all: the one the client is bound to, if it is.</summary>
    public static Endpoint? Choose(IBalancer balancer, Exchange exchange, LoopRandom random)
    {
        var set = exchange.Upstream!.Group.Set;
        exchange.BoundEndpoint = set.Sessions?.Find(exchange.Request);
        return exchange.BoundEndpoint is { } bound && !exchange.WasTried(bound) ? bound : Choose(balancer, set, exchange, random);
    }

    /// <summary>The endpoint for the next try out of a set, or null where that is empty.</summary>
    public static Endpoint? Choose(IBalancer balancer, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        if (set.Count == 0)
        {
            return null;
        }

        var choice = balancer.Choose(set, exchange, random);
        return exchange.WasTried(choice) ? OtherThan(choice, balancer, set, exchange, random) : choice;
    }

    private static Endpoint OtherThan(Endpoint choice, IBalancer balancer, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var start = balancer.StartOfOthers(set, exchange, random);
        for (var i = 0; i < set.Count; i++)
        {
            var other = set.Endpoints[(start + i) % set.Count];
            if (!exchange.WasTried(other))
            {
                return other;
            }
        }

        return choice;
    }
}
