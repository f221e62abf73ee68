using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N]</c>.</summary>
internal static class RouteSection
{
    public static ObjectBinder<RouteOptions> Binder { get; } = new ObjectBinder<RouteOptions>()
        .Key<string>("name", Values.Text, (route, value) => route with { Name = value })
        .Key<string>("upstream", Values.Text, (route, value) => route with { Upstream = value }, required: true)
        .NotYet("hosts", "path", "methods", "rewrite", "rateLimit", "respond", "redirect", "cache", "compress");
}
