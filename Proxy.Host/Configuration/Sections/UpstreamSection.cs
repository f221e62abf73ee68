using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME</c>.</summary>
internal static class UpstreamSection
{
    private static readonly Dictionary<string, ProxyProtocol> ProxyProtocols = new(StringComparer.Ordinal)
    {
        ["off"] = ProxyProtocol.Off,
        ["v1"] = ProxyProtocol.V1,
        ["v2"] = ProxyProtocol.V2,
    };

    public static ObjectBinder<UpstreamOptions> Binder { get; } =
        new ObjectBinder<UpstreamOptions>("A group of origin servers that answer the same requests.", new(), OptionRanges.Upstream)
        .Key(
            "endpoints",
            Collections.ListOf(EndpointSection.Reader, new EndpointOptions()),
            upstream => upstream.Endpoints,
            (upstream, value) => upstream with { Endpoints = value },
            "The origin servers, at least one: each an address, `\"host:port\"`, `\"http://host[:port]\"`, `\"unix:/path\"`, `\"srv://name\"` or `\"file:///path\"`, or an object.",
            required: true)
        .Key(
            "balance",
            BalanceSection.Reader,
            upstream => upstream.Balance,
            (upstream, value) => upstream with { Balance = value },
            BalanceSection.Description)
        .Key(
            "hash",
            BalanceSection.Hash.Reader,
            upstream => upstream.Hash,
            (upstream, value) => upstream with { Hash = value },
            "What `\"consistentHash\"` goes by.")
        .Key(
            "sticky",
            StickySection.Binder.Reader,
            upstream => upstream.Sticky,
            (upstream, value) => upstream with { Sticky = value },
            "Keeps a client with the endpoint that answered it first, by a cookie, whatever `balance` is. An endpoint that drains keeps who is bound to it; from "
            + "one that is ill or gone, or fails and another is tried, the client is bound anew.",
            absent: "nobody is bound")
        .Key(
            "maxRequests",
            Values.OrNull(Values.Int32, "unlimited"),
            upstream => upstream.MaxRequests,
            (upstream, value) => upstream with { MaxRequests = value },
            "Requests under way on one endpoint at a time, over all loops. A full one is not chosen while another has room; where all are full, requests queue.")
        .Key(
            "maxConnections",
            Values.Int32,
            upstream => upstream.MaxConnections,
            (upstream, value) => upstream with { MaxConnections = value },
            "Connections to one endpoint, over all loops; past it requests queue.")
        .Key(
            "maxIdleConnections",
            Values.Int32,
            upstream => upstream.MaxIdleConnections,
            (upstream, value) => upstream with { MaxIdleConnections = value },
            "Idle connections kept to one endpoint, over all loops; 0 opens one for each request.")
        .Key(
            "minIdleConnections",
            Values.Int32,
            upstream => upstream.MinIdleConnections,
            (upstream, value) => upstream with { MinIdleConnections = value },
            "Idle connections kept open to one endpoint, over all loops, opened before anybody asks.")
        .Key(
            "maxConnectionAge",
            Values.OrNull(Values.Duration, "unlimited"),
            upstream => upstream.MaxConnectionAge,
            (upstream, value) => upstream with { MaxConnectionAge = value },
            "How old a connection to an origin may grow, up to a tenth less by chance. One that is busy then ends with its request.")
        .Key(
            "maxRequestsPerConnection",
            Values.OrNull(Values.Int32, "unlimited"),
            upstream => upstream.MaxRequestsPerConnection,
            (upstream, value) => upstream with { MaxRequestsPerConnection = value },
            "Requests on one connection to an origin before it is closed.")
        .Key(
            "maxQueuedRequests",
            Values.Int32,
            upstream => upstream.MaxQueuedRequests,
            (upstream, value) => upstream with { MaxQueuedRequests = value },
            "Requests of one loop that may wait for a connection to one endpoint, and as many for room on it; past it 503.")
        .Key(
            "retryAfter",
            Values.Duration,
            upstream => upstream.RetryAfter,
            (upstream, value) => upstream with { RetryAfter = value },
            "When a client that found a queue full, or waited in vain, is told to come again, in whole seconds: `Retry-After`.")
        .Key(
            "circuitBreaker",
            CircuitBreakerSection.Binder.Reader,
            upstream => upstream.CircuitBreaker,
            (upstream, value) => upstream with { CircuitBreaker = value },
            "When the upstream as a whole is asked no more for a while. An ill endpoint among well ones is for health checks.",
            absent: "never")
        .Key(
            "adaptiveConcurrency",
            AdaptiveConcurrencySection.Binder.Reader,
            upstream => upstream.AdaptiveConcurrency,
            (upstream, value) => upstream with { AdaptiveConcurrency = value },
            "How many requests the upstream as a whole is given at a time, found by how long it takes to answer; past it 503.",
            absent: "no such bound")
        .Key(
            "resolve",
            ResolveSection.Binder.Reader,
            upstream => upstream.Resolve,
            (upstream, value) => upstream with { Resolve = value },
            "How names among the endpoints are looked up.")
        .Key(
            "retry",
            RetrySection.Binder.Reader,
            upstream => upstream.Retry,
            (upstream, value) => upstream with { Retry = value },
            "What is tried again when a try fails.")
        .Key(
            "proxyProtocol",
            Values.OneOf("version", ProxyProtocols),
            upstream => upstream.ProxyProtocol,
            (upstream, value) => upstream with { ProxyProtocol = value },
            "Begins each connection with a PROXY protocol header, which tells the client's address as `trustedProxies` let it be known. The origin has to expect it. "
            + "Such a connection serves only requests of the same client on the same connection, and ends with that.")
        .Key(
            "sourceAddress",
            Values.TextOrNull("the system's choice"),
            upstream => upstream.SourceAddress,
            (upstream, value) => upstream with { SourceAddress = value },
            "The IP address of this machine that connections are opened from. With one that it has not, or of another family than an endpoint, connecting fails.")
        .Key(
            "tcpKeepAlive",
            TcpKeepAliveSection.Reader,
            upstream => upstream.TcpKeepAlive,
            (upstream, value) => upstream with { TcpKeepAlive = value },
            "Probes connections on which nothing comes or goes, so that the death of an origin is found out behind a tunnel as well, and firewalls do not forget it. "
            + "A duration is the silence before the first probe.")
        .Key(
            "passiveHealth",
            PassiveHealthSection.Binder.Reader,
            upstream => upstream.PassiveHealth,
            (upstream, value) => upstream with { PassiveHealth = value },
            "When an endpoint is ejected for a time, by how requests to it go.")
        .Key(
            "panicThreshold",
            Values.Int32,
            upstream => upstream.PanicThreshold,
            (upstream, value) => upstream with { PanicThreshold = value },
            "Percent of the weight of a tier that has to be well. Where no tier has that, every endpoint that may still answer is asked. 0 never does so.")
        .Key(
            "slowStart",
            Values.Duration,
            upstream => upstream.SlowStart,
            (upstream, value) => upstream with { SlowStart = value },
            "How long an endpoint that comes, or comes back, takes to its whole weight; `\"0ms\"` for at once.")
        .Key(
            "spillOver",
            Values.Int32,
            upstream => upstream.SpillOver,
            (upstream, value) => upstream with { SpillOver = value },
            "Percent of the weight of a tier (a priority, and in it a zone) that has to be well for it to bear all requests; below, the missing part goes to the next.")
        .Key(
            "zone",
            Values.TextOrNull("as the whole proxy"),
            upstream => upstream.Zone,
            (upstream, value) => upstream with { Zone = value },
            "The zone the proxy is in, for this upstream: its endpoints go before others of the same priority.",
            absent: "as `zone` at the top")
        .Key(
            "healthCheck",
            HealthCheckSection.Binder.Reader,
            upstream => upstream.HealthCheck,
            (upstream, value) => upstream with { HealthCheck = value },
            "How endpoints are probed. One that fails gets no request until it is well again; each change of that kind is logged once.",
            absent: "not at all")
        .NotYet("tls");
}
