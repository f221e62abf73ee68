namespace Proxy.Core.Configuration;

/// <summary>Finds what can be run but is hardly meant in a set of options; <see cref="OptionsValidator"/> finds what cannot.</summary>
public static class OptionsAdvisor
{
    /// <summary>Every warning; none where all that is described has a use.</summary>
    /// <param name="options">Valid options.</param>
    public static IReadOnlyList<ConfigurationWarning> Review(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var warnings = new List<ConfigurationWarning>();
        UnreachableRoutes.Find(options.Routes, warnings);
        var named = options.Routes.SelectMany(UpstreamsOf).ToHashSet(StringComparer.Ordinal);
        foreach (var upstream in options.Upstreams.Where(upstream => !named.Contains(upstream.Name)))
        {
            warnings.Add(new($"upstreams.{upstream.Name}", "never used: no route names this upstream"));
        }

        return warnings;
    }

    private static IEnumerable<string> UpstreamsOf(RouteOptions route) =>
        [route.Upstream, .. route.Split?.Upstreams.Select(each => each.Upstream) ?? [], .. route.Mirror is null ? (string[])[] : [route.Mirror.Upstream]];
}
