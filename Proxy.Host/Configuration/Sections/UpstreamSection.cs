using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME</c>.</summary>
internal static class UpstreamSection
{
    private static readonly ObjectBinder<RetryOptions> Retry =
        new ObjectBinder<RetryOptions>("What is tried again when an endpoint fails before any byte of its response.", new(), OptionRanges.Retry)
        .Key(
            "attempts",
            Values.Int32,
            retry => retry.Attempts,
            (retry, value) => retry with { Attempts = value },
            "Tries in all, the first included, for requests that can safely be sent again. Every further one multiplies an outage's load.");

    public static ObjectBinder<UpstreamOptions> Binder { get; } =
        new ObjectBinder<UpstreamOptions>("A group of origin servers that answer the same requests, asked in turn, by weight.", new(), OptionRanges.Upstream)
        .Key(
            "endpoints",
            Collections.ListOf(EndpointSection.Reader, new EndpointOptions()),
            upstream => upstream.Endpoints,
            (upstream, value) => upstream with { Endpoints = value },
            "The origin servers, at least one: each an address, `\"host:port\"`, `\"http://host[:port]\"` or `\"unix:/path\"`, or an object.",
            required: true)
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
            "retry",
            Retry.Reader,
            upstream => upstream.Retry,
            (upstream, value) => upstream with { Retry = value },
            "What is tried again when an endpoint fails.")
        .NotYet("balance", "healthCheck", "tls");
}
