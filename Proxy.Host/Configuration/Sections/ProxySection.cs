using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of the whole file.</summary>
internal static class ProxySection
{
    private static readonly ObjectBinder<ProxyOptions> Binder = new ObjectBinder<ProxyOptions>()
        .Key(
            "listeners",
            Collections.Named(ListenerSection.Binder, name => new() { Name = name }),
            (proxy, value) => proxy with { Listeners = value })
        .Key("routes", Collections.ListOf(RouteSection.Binder.From(new()), new()), (proxy, value) => proxy with { Routes = value })
        .Key(
            "upstreams",
            Collections.Named(UpstreamSection.Binder, name => new() { Name = name }),
            (proxy, value) => proxy with { Upstreams = value })
        .Key("requests", RequestSection.Binder.From(new()), (proxy, value) => proxy with { Requests = value })
        .Key("limits", LimitSection.Binder.From(new()), (proxy, value) => proxy with { Limits = value })
        .Key("timeouts", TimeoutSection.Binder.From(new()), (proxy, value) => proxy with { Timeouts = value })
        .Key<int>("threads", Values.Int32, (proxy, value) => proxy with { Transport = proxy.Transport with { Threads = value } })
        .Key(
            "transport",
            Values.OneOf("transport", TransportNames.All),
            (proxy, value) => proxy with { Transport = proxy.Transport with { Kind = value } })
        .NotYet("cache", "accessLog", "admin");

    public static ProxyOptions Bind(ConfigNode root, ConfigProblems problems)
    {
        var options = Binder.Bind(root, new(), problems);
        if (root.Kind == ConfigNodeKind.Object && options.Listeners.Count == 0 && !problems.IsReported("listeners"))
        {
            // The library may do without, serving connections that others accepted; a program of its own may not.
            problems.Add(
                root.Offset,
                "listeners",
                "at least one listener is needed, for example { \"web\": { \"address\": \"127.0.0.1:8080\" } }");
        }

        return options;
    }
}
