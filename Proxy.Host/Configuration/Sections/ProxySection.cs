using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of the file that say what the proxy does.</summary>
internal static class ProxySection
{
    /// <summary>Reads <c>include</c>. What the files hold is part of the whole before its keys are read.</summary>
    public static ValueReader<IReadOnlyList<string>> Include { get; } = Collections.ListOf(Values.Text, "");

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
            "zone",
            Values.TextOrNull("none"),
            proxy => proxy.Zone,
            (proxy, value) => proxy with { Zone = value },
            "The zone the proxy is in: in every upstream, endpoints of that `zone` go before others of the same priority.",
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
        .Key(
            ConfigMerge.Include,
            Include,
            _ => [],
            (proxy, _) => proxy,
            "More files of the same grammar, relative to this one: paths, or patterns such as `\"routes/*.json\"`.",
            absent: "none")
        .Key(
            ConfigMerge.Schema,
            Values.Text,
            _ => null,
            (proxy, _) => proxy,
            "Where editors find the schema of this file; it means nothing to the proxy.",
            absent: "none")
        .Key(
            "accessLog",
            AccessLogSection.Reader,
            proxy => proxy.AccessLog,
            (proxy, value) => proxy with { AccessLog = value },
            "One line for each request. Lines are written beside the requests, and never hold them up.",
            absent: "none is written")
        .NotYet("cache");
}
