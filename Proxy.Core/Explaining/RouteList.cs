using Proxy.Core.Pipeline;
using Proxy.Core.Routing;

namespace Proxy.Core.Explaining;

/// <summary>Says of every route why it was taken or not; in detail of those that come nearest.</summary>
internal sealed class RouteList
{
    public RouteList(Exchange exchange, IReadOnlyList<Route> routes, ReadOnlySpan<byte> path)
    {
        var fits = new List<RouteFit>(routes.Count);
        foreach (var route in routes)
        {
            fits.Add(RouteTest.Run(route, exchange.Request, path));
        }

        var taken = fits.Find(fit => fit.Route == exchange.Route);
        var nearest = fits.Where(fit => fit != taken).OrderByDescending(fit => fit.Stage).ThenByDescending(fit => fit.Depth).ThenBy(fit => fit.Route.Order);
        var shown = nearest.Take(ProxyExplainer.MaxRoutes).Concat(taken is null ? [] : [taken]).OrderBy(fit => fit.Route.Order);
        Shown = [.. shown.Select(fit => Describe(fit, taken, exchange))];
        Others = nearest.Skip(ProxyExplainer.MaxRoutes).GroupBy(fit => fit.Stage).ToDictionary(group => NameOf(group.Key), group => group.Count());
    }

    /// <summary>The route taken, and those that come nearest to it.</summary>
    public IReadOnlyList<ExplainedRoute> Shown { get; }

    /// <summary>How many more, by the condition that is not met.</summary>
    public IReadOnlyDictionary<string, int> Others { get; }

    private static ExplainedRoute Describe(RouteFit fit, RouteFit? taken, Exchange exchange)
    {
        var isTaken = fit == taken;
        var options = fit.Route.Options;
        return new ExplainedRoute
        {
            Index = fit.Route.Order,
            Name = options.Name ?? "",
            Conditions = RouteText.ConditionsOf(options),
            Action = RouteText.ActionOf(options),
            Verdict = isTaken ? RouteVerdict.Taken : fit.Stage == RouteStage.Fits ? RouteVerdict.LessSpecific : RouteVerdict.Differs,
            Reason = isTaken ? "" : fit.Stage == RouteStage.Fits ? $"{RouteText.Of(taken!.Route)} goes before it: {RouteOrder.Reason(taken, fit)}" : fit.Reason,
            Captures = isTaken ? CapturesOf(exchange) : new Dictionary<string, string>(),
        };
    }

    private static Dictionary<string, string> CapturesOf(Exchange exchange)
    {
        var captures = new Dictionary<string, string>(StringComparer.Ordinal);
        var pattern = exchange.Route!.Path;
        for (var i = 0; i < pattern.Captures.Count && pattern != PathPattern.Any; i++)
        {
            captures.Add(pattern.Captures[i], ByteText.Of(exchange.Path.CaptureOf(exchange.Request, i, pattern.IsRest(i))));
        }

        return captures;
    }

    private static string NameOf(RouteStage stage) => stage == RouteStage.Fits ? "specificity" : stage.ToString().ToLowerInvariant();
}
