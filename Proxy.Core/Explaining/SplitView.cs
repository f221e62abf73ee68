using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Explaining;

/// <summary>How a route's requests are spread over upstreams, and where this one goes.</summary>
internal static class SplitView
{
    /// <summary>True when chance decides which upstream is asked.</summary>
    public static bool IsByChance(Exchange exchange) =>
        exchange.Route?.Split is { } split && !(split.StickyBy is { } key && key.TryHash(exchange, out _));

    /// <summary>The upstream to explain: where chance decides, the one that most requests go to.</summary>
    public static Upstream? Choose(Exchange exchange)
    {
        if (!IsByChance(exchange))
        {
            return exchange.Upstream;
        }

        var name = exchange.Route!.Options.Split!.Upstreams.MaxBy(share => share.Weight)!.Upstream;
        return Array.Find(exchange.Snapshot.Upstreams, upstream => upstream.Options.Name == name);
    }

    /// <summary>The split of the exchange's route, or null.</summary>
    public static ExplainedSplit? Describe(Exchange exchange)
    {
        if (exchange.Route?.Options.Split is not { } options)
        {
            return null;
        }

        var sum = options.Upstreams.Sum(share => (double)share.Weight);
        return new(By(options, exchange), IsByChance(exchange), [.. options.Upstreams.Select(share => new ExplainedShare(
            share.Upstream, share.Weight, Math.Round(100 * share.Weight / sum, 1), share.Upstream == exchange.Upstream!.Options.Name))]);
    }

    private static string By(SplitOptions options, Exchange exchange)
    {
        if (options.StickyBy is not { } key)
        {
            return "by chance";
        }

        return IsByChance(exchange) ? $"by chance, as {key} is empty" : $"by {key} = \"{TemplatePreview.Of(exchange.Route!.Split!.StickyBy!, exchange)}\"";
    }
}
