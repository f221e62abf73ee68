using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The choice of an endpoint, whatever the algorithm: on a further try it is one that was not asked yet, and one on trial only where a trial is due, as far as there
/// is another.
/// </summary>
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
        return exchange.WasTried(choice) || !choice.Health.Admits() ? OtherThan(choice, balancer, set, exchange, random) : choice;
    }

    /// <summary>There is an endpoint that was not asked yet.</summary>
    public static bool HasUntried(Exchange exchange)
    {
        foreach (var endpoint in exchange.Upstream!.Group.Set.Endpoints)
        {
            if (!exchange.WasTried(endpoint))
            {
                return true;
            }
        }

        return false;
    }

    private static Endpoint OtherThan(Endpoint choice, IBalancer balancer, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var start = balancer.StartOfOthers(set, exchange, random);
        for (var i = 0; i < set.Count; i++)
        {
            var other = set.Endpoints[(start + i) % set.Count];
            if (!exchange.WasTried(other) && other.Health.Admits())
            {
                return other;
            }
        }

        return choice;
    }
}
