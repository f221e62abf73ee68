using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Routing;

/// <summary>
/// Which of several upstreams a request goes to: by chance, or by a key that always goes to the same one. Each upstream draws lots for each key, longer ones
/// the greater its weight, and the longest lot wins (weighted rendezvous hashing). A raised weight makes one upstream's lots longer and nobody else's
/// shorter, so that it wins keys from the others and none changes between them; their order does not matter. Immutable.
/// </summary>
internal sealed class TrafficSplit
{
    private const double LotUnit = 1.0 / (1UL << 52);

    private readonly Share[] _shares;
    private readonly int _sum;

    public TrafficSplit(SplitOptions options, TemplateScope scope, Upstream[] upstreams)
    {
        _shares =
        [
            .. options.Upstreams
                .Where(share => share.Weight > 0)
                .Select(share => new Share(Array.Find(upstreams, each => each.Options.Name == share.Upstream)!, share.Weight)),
        ];
        _sum = _shares.Sum(share => share.Weight);
        StickyBy = options.StickyBy is null ? null : TemplateParser.Parse(options.StickyBy, scope);
    }

    /// <summary>The key, or null where chance decides.</summary>
    public Template? StickyBy { get; }

    /// <summary>The upstream for a request.</summary>
    public Upstream Choose(Exchange exchange, LoopRandom random) =>
        StickyBy is not null && StickyBy.TryHash(exchange, out var key) ? Choose(key) : Choose(random);

    /// <summary>The upstream for a request that has no key.</summary>
    public Upstream Choose(LoopRandom random)
    {
        var lot = random.Next(_sum);
        var i = 0;
        for (; lot >= _shares[i].Weight; i++)
        {
            lot -= _shares[i].Weight;
        }

        return _shares[i].Upstream;
    }

    /// <summary>The upstream for the hash of a key.</summary>
    public Upstream Choose(ulong key)
    {
        var (best, longest) = (_shares[0].Upstream, 0.0);
        foreach (var share in _shares)
        {
            // Times between arrivals at a rate that is the weight, of which the shortest is sought: each comes first as often as its part of the sum.
            var uniform = ((StableHash.Finish(key ^ share.Seed) >> 12) + 0.5) * LotUnit;
            var lot = share.Weight / -Math.Log(uniform);
            if (lot > longest)
            {
                (best, longest) = (share.Upstream, lot);
            }
        }

        return best;
    }

    private readonly record struct Share(Upstream Upstream, int Weight)
    {
        // By its name, so that two routes with the same weights send a key to the same upstream.
        public ulong Seed { get; } = StableHash.Of(Upstream.Name);
    }
}
