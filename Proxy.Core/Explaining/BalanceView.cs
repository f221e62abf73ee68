using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Core.Explaining;

/// <summary>How an endpoint is chosen, and which one it is where the request alone decides.</summary>
internal static class BalanceView
{
    /// <summary>The endpoint of this request while all are well and not too busy; null where that is open.</summary>
    public static Endpoint? Chosen(Exchange exchange)
    {
        if (exchange.Upstream is not { } upstream)
        {
            return null;
        }

        var (set, options) = (upstream.Group.Set, upstream.Options);
        return set.Count == 1 ? set.Endpoints[0]
            : Bound(exchange) is { } bound ? bound
            : options.Balance == BalanceAlgorithm.First ? set.Endpoints[0]
            : options.Balance == BalanceAlgorithm.ConsistentHash && AreKnown(options) && KeyOf(options).TryHash(exchange, out var hash)
                ? set.Endpoints[set.Hashes!.IndexOf(hash)]
            : null;
    }

    /// <summary>The endpoint that a cookie of this request binds it to, as far as that can be told here.</summary>
    public static Endpoint? Bound(Exchange exchange) =>
        IsSignedForGood(exchange) ? exchange.Upstream!.Group.Set.Sessions?.Find(exchange.Request) : null;

    /// <summary>The algorithm in words, with what it goes by in this request.</summary>
    public static string Describe(Exchange exchange)
    {
        var options = exchange.Upstream!.Options;
        return $"{(options.Endpoints.Count == 1 ? "one endpoint" : Algorithm(exchange, options))}{Binding(exchange, options)}";
    }

    /// <summary>The cookie that binds the client to the endpoint, as its first response has it; null where there is none.</summary>
    public static string? CookieOf(Exchange exchange)
    {
        var line = StickySessions.LineFor(exchange);
        return line.IsEmpty ? null : ByteText.Split(ByteText.Of(line).TrimEnd()).Value;
    }

    /// <summary>Which value stands for an endpoint can be told here: it was signed with a secret of the configuration.</summary>
    public static bool IsSignedForGood(Exchange exchange) =>
        exchange.Upstream?.Options is { Sticky.Secret: not null } options && AreKnown(options);

    private static string Algorithm(Exchange exchange, UpstreamOptions options) => options.Balance switch
    {
        BalanceAlgorithm.RoundRobin => "in turn, by weight",
        BalanceAlgorithm.Random => "by chance, by weight",
        BalanceAlgorithm.LeastRequests => "the least in flight for its weight",
        BalanceAlgorithm.PeakEwma => "of two drawn by weight, the one likely to answer sooner",
        BalanceAlgorithm.First => "the first that can be chosen",
        BalanceAlgorithm.ConsistentHash => Key(exchange, options),
        _ => "of two drawn by weight, the one with less in flight",
    };

    private static string Key(Exchange exchange, UpstreamOptions options)
    {
        var (key, hash) = (KeyOf(options), options.Hash ?? new());
        return key.TryHash(exchange, out _)
            ? FormattableString.Invariant($"by {hash.Key} = \"{TemplatePreview.Of(key, exchange)}\", up to {hash.MaxLoadPercent} % of a share")
            : $"by chance, as {hash.Key} is empty";
    }

    private static string Binding(Exchange exchange, UpstreamOptions options) =>
        options.Sticky is not { } sticky ? ""
        : Bound(exchange) is not null ? $"; this client is bound by its cookie \"{sticky.Cookie}\""
        : IsSignedForGood(exchange) ? $"; then bound by a cookie \"{sticky.Cookie}\""
        : $"; unless a cookie \"{sticky.Cookie}\" of the running proxy binds the client, then bound by one";

    private static Template KeyOf(UpstreamOptions options) => new ConsistentHash(options.Hash ?? new()).Key;

    // Where a name stands for an address, nobody has looked it up.
    private static bool AreKnown(UpstreamOptions options) =>
        options.Endpoints.All(each => NetworkAddress.TryParseEndpoint(each.Address, out var address, out _) && address.IsLiteral);
}
