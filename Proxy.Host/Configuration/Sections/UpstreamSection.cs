using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME</c>.</summary>
internal static class UpstreamSection
{
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
            RetrySection.Binder.Reader,
            upstream => upstream.Retry,
            (upstream, value) => upstream with { Retry = value },
            "What is tried again when a try fails.")
        .NotYet("balance", "healthCheck", "tls");
}
