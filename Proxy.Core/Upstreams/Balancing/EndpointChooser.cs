using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The choice of an endpoint, whatever the algorithm: on a further try it is one that was not asked yet, where there is one, and one that is full only where all are.
/// </summary>
internal static class EndpointChooser
{
    /// <summary>The endpoint for the next try, or null where there is none at all.</summary>
    public static Endpoint? Choose(IBalancer balancer, Exchange exchange, LoopRandom random) => Choose(balancer, exchange.Upstream!.Group.Set, exchange, random);

    /// <summary>The endpoint for the next try out of a set, or null where that is empty.</summary>
    public static Endpoint? Choose(IBalancer balancer, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        if (set.Count == 0)
        {
            return null;
        }

        var choice = balancer.Choose(set, exchange, random);
        return exchange.WasTried(choice) || !choice.Requests.HasRoom ? OtherThan(choice, set, exchange, random) : choice;
    }

    /// <summary>An endpoint that was not asked yet and has a place, or null.</summary>
    public static Endpoint? WithRoom(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var start = set.Count == 0 ? 0 : random.Next(set.Count);
        for (var i = 0; i < set.Count; i++)
        {
            var other = set.Endpoints[(start + i) % set.Count];
            if (!exchange.WasTried(other) && other.Requests.HasRoom)
            {
                return other;
            }
        }

        return null;
    }

    // From anywhere on, so that those behind a dead one do not bear all that was meant for it.
    private static Endpoint OtherThan(Endpoint choice, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        if (WithRoom(set, exchange, random) is { } free)
        {
            return free;
        }

        var start = random.Next(set.Count);
        for (var i = 0; i < set.Count && exchange.WasTried(choice); i++)
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
