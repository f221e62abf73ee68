using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME</c>.</summary>
internal static class UpstreamSection
{
    private static readonly ObjectBinder<RetryOptions> Retry = new ObjectBinder<RetryOptions>()
        .Key<int>("attempts", Values.Int32, (retry, value) => retry with { Attempts = value });

    public static ObjectBinder<UpstreamOptions> Binder { get; } = new ObjectBinder<UpstreamOptions>()
        .Key(
            "endpoints",
            Collections.ListOf(EndpointSection.Read, new EndpointOptions()),
            (upstream, value) => upstream with { Endpoints = value },
            required: true)
        .Key<int>("maxConnections", Values.Int32, (upstream, value) => upstream with { MaxConnections = value })
        .Key<int>("maxIdleConnections", Values.Int32, (upstream, value) => upstream with { MaxIdleConnections = value })
        .Key<int>("maxQueuedRequests", Values.Int32, (upstream, value) => upstream with { MaxQueuedRequests = value })
        .Key("retry", Retry.From(new()), (upstream, value) => upstream with { Retry = value })
        .NotYet("balance", "healthCheck", "tls");
}
