using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of the whole file.</summary>
internal static class ProxySection
{
    public static ObjectBinder<ProxyOptions> Binder { get; } = new ObjectBinder<ProxyOptions>("The configuration of a proxy.", new(), OptionRanges.Proxy)
        .Key(
            "listeners",
            Collections.Named("listener", ListenerSection.Binder, name => new() { Name = name }),
            proxy => proxy.Listeners,
            (proxy, value) => proxy with { Listeners = value },
            "Where clients are accepted; each key is a listener's name.",
            absent: "at least one is needed")
        .Key(
            "routes",
            Collections.ListOf(RouteSection.Binder.Reader, new()),
            proxy => proxy.Routes,
            (proxy, value) => proxy with { Routes = value },
            "Which requests go where.",
            absent: "at least one is needed")
        .Key(
            "upstreams",
            Collections.Named("upstream", UpstreamSection.Binder, name => new() { Name = name }),
            proxy => proxy.Upstreams,
            (proxy, value) => proxy with { Upstreams = value },
            "The groups of origin servers that routes name; each key is an upstream's name.",
            absent: "none")
        .Key(
            "requestHeaders",
            HeaderPolicySection.Binder.Reader,
            proxy => proxy.RequestHeaders,
            (proxy, value) => proxy with { RequestHeaders = value },
            "Changes to the fields of every request that is forwarded.",
            absent: "none")
        .Key(
            "responseHeaders",
            HeaderPolicySection.Binder.Reader,
            proxy => proxy.ResponseHeaders,
            (proxy, value) => proxy with { ResponseHeaders = value },
            "Changes to the fields of every response.",
            absent: "none")
        .Key(
            "errorPages",
            ErrorPageSection.Reader,
            proxy => proxy.ErrorPages,
            (proxy, value) => proxy with { ErrorPages = value },
            "Bodies of error responses by their status, where the route has none.",
            absent: "none: status and reason as a line of text")
        .Key(
            "trustedProxies",
            Collections.ListOf(Values.Text, "unix"),
            proxy => proxy.TrustedProxies,
            (proxy, value) => proxy with { TrustedProxies = value },
            "Proxies in front of this one whose word about their clients is believed: `\"192.0.2.1\"`, `\"10.0.0.0/8\"`, `\"2001:db8::/32\"`, and `\"unix\"` for "
            + "whoever comes over a Unix socket. Whoever can connect from one of them can be anybody.",
            absent: "none")
        .Key(
            "identity",
            IdentitySection.Binder.Reader,
            proxy => proxy.Identity,
            (proxy, value) => proxy with { Identity = value },
            "What origins and clients are told of each other, and of the proxy.")
        .Key(
            "requests",
            RequestSection.Binder.Reader,
            proxy => proxy.Requests,
            (proxy, value) => proxy with { Requests = value },
            "Which requests are taken, beyond what the grammar of HTTP decides.")
        .Key(
            "limits",
            LimitSection.Binder.Reader,
            proxy => proxy.Limits,
            (proxy, value) => proxy with { Limits = value },
            "Bounds on sizes and numbers.")
        .Key(
            "timeouts",
            TimeoutSection.Binder.Reader,
            proxy => proxy.Timeouts,
            (proxy, value) => proxy with { Timeouts = value },
            "Bounds on time.")
        .Key(
            "threads",
            Values.OrNull(Values.Int32, "one per core"),
            proxy => proxy.Transport.Threads,
            (proxy, value) => proxy with { Transport = proxy.Transport with { Threads = value } },
            "Event loops, each a thread.")
        .Key(
            "transport",
            Values.OneOf("transport", TransportNames.All),
            proxy => proxy.Transport.Kind,
            (proxy, value) => proxy with { Transport = proxy.Transport with { Kind = value } },
            "What moves the bytes: `\"epoll\"` on Linux, `\"managed\"` (`System.Net.Sockets`) on any system at about twice the processor time, "
            + "`\"auto\"` the first that works.")
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
