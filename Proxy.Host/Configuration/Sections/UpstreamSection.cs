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
        new ObjectBinder<UpstreamOptions>("A group of origin servers that answer the same requests.", new(), OptionRanges.Upstream)
        .Key(
            "endpoints",
            Collections.ListOf(EndpointSection.Reader, new EndpointOptions()),
            upstream => upstream.Endpoints,
            (upstream, value) => upstream with { Endpoints = value },
            "The origin servers, at least one: each an address, `\"host:port\"`, `\"http://host[:port]\"` or `\"unix:/path\"`, or an object.",
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
        .NotYet("healthCheck", "tls");
}
