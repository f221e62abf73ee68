using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The choice of an endpoint, whatever the algorithm: on a further try it is one that was not asked yet, and one on trial only where a trial is due, as far as there
/// is another.
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
        return exchange.WasTried(choice) || !choice.Health.Admits() ? OtherThan(choice, set, exchange, random) : choice;
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

    // From anywhere on, so that those behind a dead one do not bear all that was meant for it.
    private static Endpoint OtherThan(Endpoint choice, EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var start = random.Next(set.Count);
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
