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

        FindSharedCookies(options.Upstreams, warnings);
        return warnings;
    }

    // A browser keeps one cookie of a name and path: each upstream would take the other's for a forgery, and replace it.
    private static void FindSharedCookies(IReadOnlyList<UpstreamOptions> upstreams, List<ConfigurationWarning> warnings)
    {
        var owners = new Dictionary<(string, string, string?), string>();
        foreach (var upstream in upstreams)
        {
            if (upstream.Sticky is { } sticky && !owners.TryAdd((sticky.Cookie, sticky.Path, sticky.Domain), upstream.Name))
            {
                var other = owners[(sticky.Cookie, sticky.Path, sticky.Domain)];
                warnings.Add(new($"upstreams.{upstream.Name}.sticky.cookie", $"upstream \"{other}\" has the same cookie: clients of both are bound to neither for long"));
            }
        }
    }

    private static IEnumerable<string> UpstreamsOf(RouteOptions route) =>
        [route.Upstream, .. route.Split?.Upstreams.Select(each => each.Upstream) ?? [], .. route.Mirror is null ? (string[])[] : [route.Mirror.Upstream]];
}
