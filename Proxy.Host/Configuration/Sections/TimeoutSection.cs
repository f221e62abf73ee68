using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>timeouts</c>.</summary>
internal static class TimeoutSection
{
    public static ObjectBinder<TimeoutOptions> Binder { get; } = new ObjectBinder<TimeoutOptions>()
        .Key<TimeSpan>("requestHead", Values.Duration, (timeouts, value) => timeouts with { RequestHead = value })
        .Key<TimeSpan>("keepAlive", Values.Duration, (timeouts, value) => timeouts with { KeepAlive = value })
        .Key<TimeSpan>("clientIdle", Values.Duration, (timeouts, value) => timeouts with { ClientIdle = value })
        .Key<TimeSpan>("dataRateGrace", Values.Duration, (timeouts, value) => timeouts with { DataRateGrace = value })
        .Key<TimeSpan>("upstreamConnect", Values.Duration, (timeouts, value) => timeouts with { UpstreamConnect = value })
        .Key<TimeSpan>("upstreamQueue", Values.Duration, (timeouts, value) => timeouts with { UpstreamQueue = value })
        .Key<TimeSpan>("upstreamResponseHead", Values.Duration, (timeouts, value) => timeouts with { UpstreamResponseHead = value })
        .Key<TimeSpan>("upstreamBodyIdle", Values.Duration, (timeouts, value) => timeouts with { UpstreamBodyIdle = value })
        .Key<TimeSpan>("upstreamPoolIdle", Values.Duration, (timeouts, value) => timeouts with { UpstreamPoolIdle = value })
        .Key<TimeSpan>("tunnelIdle", Values.Duration, (timeouts, value) => timeouts with { TunnelIdle = value })
        .Key<TimeSpan>("drain", Values.Duration, (timeouts, value) => timeouts with { Drain = value });
}
