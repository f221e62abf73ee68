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
            "maxQueuedRequests",
            Values.Int32,
            upstream => upstream.MaxQueuedRequests,
            (upstream, value) => upstream with { MaxQueuedRequests = value },
            "Requests of one loop that may wait for a connection to one endpoint; past it 503.")
        .Key(
            "retry",
            Retry.Reader,
            upstream => upstream.Retry,
            (upstream, value) => upstream with { Retry = value },
            "What is tried again when an endpoint fails.")
        .Key(
            "healthCheck",
            HealthCheckSection.Binder.Reader,
            upstream => upstream.HealthCheck,
            (upstream, value) => upstream with { HealthCheck = value },
            "How endpoints are probed. One that fails gets no request until it is well again; each change of that kind is logged once.",
            absent: "not at all")
        .NotYet("balance", "tls");
}
