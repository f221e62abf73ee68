using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The choice of an endpoint, whatever the algorithm: on a further try it is one that was not asked yet, one on trial only where a trial is due, as far as there
/// is another, and one that is full only where all are.
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
        return exchange.WasTried(choice) || !choice.Requests.HasRoom || !choice.Health.Admits() ? OtherThan(choice, balancer, set, exchange, random) : choice;
    }

    /// <summary>An endpoint that was not asked yet and has a place, or null.</summary>
    public static Endpoint? WithRoom(EndpointSet set, Exchange exchange, LoopRandom random) =>
        set.Count == 0 ? null : WithRoom(set, exchange, random.Next(set.Count));

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

    // Whether a trial is due is asked last: it is spent by that.
    private static Endpoint? WithRoom(EndpointSet set, Exchange exchange, int start)
    {
        for (var i = 0; i < set.Count; i++)
        {
            var other = set.Endpoints[(start + i) % set.Count];
            if (!exchange.WasTried(other) && other.Requests.HasRoom && other.Health.Admits())
            {
                return other;
            }
        }

        return null;
    }

    private static Endpoint OtherThan(Endpoint choice, IBalancer balancer, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var start = balancer.StartOfOthers(set, exchange, random);
        if (WithRoom(set, exchange, start) is { } free)
        {
            return free;
        }

        for (var i = 0; i < set.Count && exchange.WasTried(choice); i++)
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
