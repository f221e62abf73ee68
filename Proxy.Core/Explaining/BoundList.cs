using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>The bounds that apply to a request, out of the tables that the validator goes by: an option that is added there appears here.</summary>
internal static class BoundList
{
    private const string Body = "maxRequestBodyBytes";

    /// <summary>Limits and times: those of the exchange's route, and those of the whole proxy that it leaves standing.</summary>
    public static IReadOnlyList<ExplainedSetting> Of(ProxyOptions options, Exchange exchange)
    {
        var ofRoute = exchange.Route is { } route ? OfRoute(route, exchange) : [];
        var replaced = ofRoute.Select(setting => EverywhereOf(setting.Key, exchange.Route!)).ToHashSet();
        return
        [
            .. ofRoute,
            .. List(OptionRanges.Limits, options.Limits, new(), "limits")
                .Concat(List(OptionRanges.Timeouts, options.Timeouts, new(), "timeouts"))
                .Where(setting => Applies(setting.Key, exchange) && !replaced.Contains(setting.Key)),
        ];
    }

    /// <summary>Bounds of an upstream.</summary>
    public static IReadOnlyList<ExplainedSetting> Of(UpstreamOptions upstream) =>
    [
        .. List(OptionRanges.Upstream, upstream, new(), $"upstreams.{upstream.Name}"),
        .. List(OptionRanges.Retry, upstream.Retry, new(), $"upstreams.{upstream.Name}.retry")
            .Where(setting => !setting.IsDefault || setting.Key.EndsWith(".attempts", StringComparison.Ordinal)),
        .. List(OptionRanges.RetryBudget, upstream.Retry.Budget, new(), $"upstreams.{upstream.Name}.retry.budget").Where(setting => !setting.IsDefault),
        .. List(OptionRanges.Resolve, upstream.Resolve, new(), $"upstreams.{upstream.Name}.resolve").Where(setting => !setting.IsDefault),
        .. List(OptionRanges.PassiveHealth, upstream.PassiveHealth, new(), $"upstreams.{upstream.Name}.passiveHealth").Where(setting => !setting.IsDefault),
        .. upstream.Hash is { } hash ? List(OptionRanges.Hash, hash, new(), $"upstreams.{upstream.Name}.hash") : [],
        .. OfHealthCheck(upstream),
        .. upstream.CircuitBreaker is { } breaker ? List(OptionRanges.CircuitBreaker, breaker, new(), $"upstreams.{upstream.Name}.circuitBreaker") : [],
        .. upstream.AdaptiveConcurrency is { } adaptive
            ? List(OptionRanges.AdaptiveConcurrency, adaptive, new(), $"upstreams.{upstream.Name}.adaptiveConcurrency") : [],
    ];

    /// <summary>Bounds of a route's mirror.</summary>
    public static IReadOnlyList<ExplainedSetting> Of(MirrorOptions mirror, string route) =>
        [.. List(OptionRanges.Mirror, mirror, new(), $"{route}.mirror").Where(setting => setting.Key != $"{route}.mirror.percent")];

    // Where no port is named, that of each endpoint is probed: no number tells it.
    private static IEnumerable<ExplainedSetting> OfHealthCheck(UpstreamOptions upstream) => upstream.HealthCheck is { } check
        ? List([.. OptionRanges.HealthCheck.Where(range => range.Value(check) is not null)], check, new(), $"upstreams.{upstream.Name}.healthCheck")
        : [];

    // What a route does not say holds as everywhere; what it holds in memory only counts where there is something to hold.
    private static ExplainedSetting[] OfRoute(Route route, Exchange exchange)
    {
        var (key, options) = (RouteText.KeyOf(route), route.Options);
        return
        [
            .. List(OptionRanges.Route, options, new(), key).Where(setting => !setting.IsDefault),
            .. List(OptionRanges.RouteTimeouts, options.Timeouts, new(), $"{key}.timeouts")
                .Where(setting => !setting.IsDefault && Applies(EverywhereOf(setting.Key, route), exchange)),
            .. List(OptionRanges.RouteRetry, options.Retry ?? new(), new(), $"{key}.retry").Where(setting => !setting.IsDefault && IsForwarded(exchange)),
            .. List(OptionRanges.Buffering, options.Buffering, new(), $"{key}.buffering").Where(setting => !setting.IsDefault && IsForwarded(exchange)),
        ];
    }

    // The key that a route's own stands in place of.
    private static string EverywhereOf(string key, Route route)
    {
        var own = key[(RouteText.KeyOf(route).Length + 1)..];
        return own == Body ? $"limits.{Body}" : own;
    }

    private static IEnumerable<ExplainedSetting> List<T>(IReadOnlyList<OptionRange<T>> ranges, T options, T defaults, string section) =>
        ranges.Select(range => new ExplainedSetting(
            $"{section}.{range.Key}", Write(range, range.Value(options)), range.Value(options) == range.Value(defaults)));

    private static string Write<T>(OptionRange<T> range, long? value) =>
        value is { } number ? OptionBounds.Write(number, range.Bounds.Unit)
        : range.Key == "maxConnections" ? "automatic"
        : range.Key is "failures" or "failureRate" ? "off"
        : "unlimited";

    // Of origins only where one is asked, of tunnels only where one may open; how long a stop takes is no request's concern.
    private static bool Applies(string key, Exchange exchange) => key switch
    {
        "timeouts.drain" => false,
        "timeouts.tunnelIdle" => exchange.AsksUpgrade || exchange.Request.Method == KnownMethod.Connect,
        "limits.maxInterimResponses" => IsForwarded(exchange),
        "limits.maxBufferedBytes" => IsForwarded(exchange) && HoldsBodies(exchange.Route!),
        _ => !key.StartsWith("timeouts.upstream", StringComparison.Ordinal) || IsForwarded(exchange),
    };

    private static bool HoldsBodies(Route route) => route.Mirror is not null || route.Bounds.RequestBufferBytes + (long)route.Bounds.ResponseBufferBytes > 0;

    private static bool IsForwarded(Exchange exchange) => exchange.Upstream is not null && !RequestPipeline.IsAnsweredHere(exchange);
}
