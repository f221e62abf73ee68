using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// The same key to the same endpoint, unless that has more in flight than its share and some: then to the next of the key's own, which is the same for as long as the
/// first is full. Without a key by chance.
/// </summary>
internal sealed class ConsistentHash : IBalancer
{
    // Of endpoints with room, most are found at once; a key whose own all are full goes to the least loaded.
    private const int MaxHops = 16;

    private readonly double _mostShares;

    public ConsistentHash(HashOptions options) =>
        (Key, _mostShares) = (TemplateParser.Parse(options.Key, TemplateScope.Global), options.MaxLoadPercent / 100.0);

    /// <summary>What it goes by.</summary>
    public Template Key { get; }

    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        // A set that was made just before a reload chose this algorithm has no table, for a moment.
        if (set.Hashes is not { } hashes || !Key.TryHash(exchange, out var hash))
        {
            return set.Endpoints[set.Shares.Draw(random)];
        }

        var perWeight = _mostShares * ((set.Endpoints[0].Group.Load?.InFlight ?? 0) + 1) / set.SumOfWeights;
        for (var i = 0; i < MaxHops; i++)
        {
            var index = hashes.IndexOf(HopOf(hash, i));
            if (HasRoom(set, index, perWeight))
            {
                return set.Endpoints[index];
            }
        }

        return set.Endpoints[LeastLoaded(set)];
    }

    /// <inheritdoc/>
    public int StartOfOthers(EndpointSet set, Exchange exchange, LoopRandom random) =>
        set.Hashes is { } hashes && Key.TryHash(exchange, out var hash) ? hashes.IndexOf(HopOf(hash, 1)) : set.Shares.Draw(random);

    private static ulong HopOf(ulong hash, int hop) => hop == 0 ? hash : StableHash.Finish(hash + (ulong)hop);

    // With this one it would have its share, times the factor, rounded up: there is always one that has less.
    private static bool HasRoom(EndpointSet set, int index, double perWeight) => set.Endpoints[index].Load.InFlight < perWeight * set.Weights[index];

    private static int LeastLoaded(EndpointSet set)
    {
        var best = 0;
        for (var i = 1; i < set.Count; i++)
        {
            best = set.IsLessLoaded(i, best) ? i : best;
        }

        return best;
    }
}
