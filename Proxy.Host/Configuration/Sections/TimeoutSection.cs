using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>timeouts</c>.</summary>
internal static class TimeoutSection
{
    public static ObjectBinder<TimeoutOptions> Binder { get; } = new ObjectBinder<TimeoutOptions>("Bounds on time.", new(), OptionRanges.Timeouts)
        .Key(
            "requestHead",
            Values.Duration,
            timeouts => timeouts.RequestHead,
            (timeouts, value) => timeouts with { RequestHead = value },
            "From a request's first byte to the end of its head. Past it 408.")
        .Key(
            "keepAlive",
            Values.Duration,
            timeouts => timeouts.KeepAlive,
            (timeouts, value) => timeouts with { KeepAlive = value },
            "Between two requests of a connection. Past it the idle connection ends.")
        .Key(
            "clientIdle",
            Values.Duration,
            timeouts => timeouts.ClientIdle,
            (timeouts, value) => timeouts with { ClientIdle = value },
            "One wait for a client to send, or to take what is queued for it. Past it the connection ends.")
        .Key(
            "dataRateGrace",
            Values.Duration,
            timeouts => timeouts.DataRateGrace,
            (timeouts, value) => timeouts with { DataRateGrace = value },
            "Time spent waiting for a client before `limits.minDataRate` begins to count.")
        .Key(
            "upstreamConnect",
            Values.Duration,
            timeouts => timeouts.UpstreamConnect,
            (timeouts, value) => timeouts with { UpstreamConnect = value },
            "Opening a connection to an origin. Past it the next try, or 504.")
        .Key(
            "upstreamQueue",
            Values.Duration,
            timeouts => timeouts.UpstreamQueue,
            (timeouts, value) => timeouts with { UpstreamQueue = value },
            "Waiting for one of an endpoint's connections to come free. Past it 503.")
        .Key(
            "upstreamResponseHead",
            Values.Duration,
            timeouts => timeouts.UpstreamResponseHead,
            (timeouts, value) => timeouts with { UpstreamResponseHead = value },
            "From a request's last byte to the response's head. Past it 504.")
        .Key(
            "upstreamBodyIdle",
            Values.Duration,
            timeouts => timeouts.UpstreamBodyIdle,
            (timeouts, value) => timeouts with { UpstreamBodyIdle = value },
            "Silence of an origin inside a body, in either direction. Past it the exchange is aborted.")
        .Key(
            "upstreamPoolIdle",
            Values.Duration,
            timeouts => timeouts.UpstreamPoolIdle,
            (timeouts, value) => timeouts with { UpstreamPoolIdle = value },
            "How long an unused connection to an origin is kept. Keep it below the origin's own.")
        .Key(
            "tunnelIdle",
            Values.Duration,
            timeouts => timeouts.TunnelIdle,
            (timeouts, value) => timeouts with { TunnelIdle = value },
            "Silence both ways of an upgraded connection (WebSocket, CONNECT). Past it both sides are closed.")
        .Key(
            "drain",
            Values.Duration,
            timeouts => timeouts.Drain,
            (timeouts, value) => timeouts with { Drain = value },
            "How long answers in flight may take after a stop. Past it the rest is cut.");
}
