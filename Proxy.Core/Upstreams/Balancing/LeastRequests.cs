using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The endpoint with the fewest requests in flight for its weight. Exactly so up to <see cref="MaxCompared"/> endpoints; of more, some are drawn by weight and the
/// least of those is taken, since to look at each would cost a miss of the cache each. Equal ones share by weight.
/// </summary>
internal sealed class LeastRequests : IBalancer
{
    /// <summary>So many endpoints are all looked at.</summary>
    public const int MaxCompared = 16;

    /// <summary>So many are drawn where there are more.</summary>
    public const int Drawn = 8;

    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random) =>
        set.Endpoints[set.Count <= MaxCompared ? LeastOfAll(set, random) : LeastOfDrawn(set, random)];

    // One drawn by weight has the first word. The others are gone through from anywhere on and in either direction, so that no neighbor of a busy one is
    // preferred.
    private static int LeastOfAll(EndpointSet set, LoopRandom random)
    {
        var (count, best) = (set.Count, set.Shares.Draw(random));
        var (least, weight) = ((long)set.Endpoints[best].Load.InFlight, set.Weights[best]);
        var start = random.Next(2 * count);
        var (at, step) = start < count ? (start, 1) : (start - count, count - 1);
        for (var i = 0; i < count; i++)
        {
            at = at + step < count ? at + step : at + step - count;
            long load = set.Endpoints[at].Load.InFlight;
            if (load * weight < least * set.Weights[at])
            {
                (best, least, weight) = (at, load, set.Weights[at]);
            }
        }

        return best;
    }

    private static int LeastOfDrawn(EndpointSet set, LoopRandom random)
    {
        var best = set.Shares.Draw(random);
        for (var i = 1; i < Drawn; i++)
        {
            var other = set.Shares.Draw(random);
            best = set.IsLessLoaded(other, best) ? other : best;
        }

        return best;
    }
}
