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
        .NotYet("balance", "healthCheck", "tls");
}
