using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].timeouts</c>.</summary>
internal static class RouteTimeoutSection
{
    private const string Absent = "as in `timeouts` of the whole";

    public static ObjectBinder<RouteTimeoutOptions> Binder { get; } =
        new ObjectBinder<RouteTimeoutOptions>("Bounds on time of this route.", new(), OptionRanges.RouteTimeouts)
        .Key(
            "upstreamConnect",
            Values.Duration,
            timeouts => timeouts.UpstreamConnect ?? default,
            (timeouts, value) => timeouts with { UpstreamConnect = value },
            "Opening a connection to an origin. Past it the next try, or 504.",
            absent: Absent)
        .Key(
            "upstreamQueue",
            Values.Duration,
            timeouts => timeouts.UpstreamQueue ?? default,
            (timeouts, value) => timeouts with { UpstreamQueue = value },
            "Waiting for one of an endpoint's connections to come free. Past it 503.",
            absent: Absent)
        .Key(
            "upstreamResponseHead",
            Values.Duration,
            timeouts => timeouts.UpstreamResponseHead ?? default,
            (timeouts, value) => timeouts with { UpstreamResponseHead = value },
            "From a request's last byte to the response's head. Past it 504.",
            absent: Absent)
        .Key(
            "upstreamBodyIdle",
            Values.Duration,
            timeouts => timeouts.UpstreamBodyIdle ?? default,
            (timeouts, value) => timeouts with { UpstreamBodyIdle = value },
            "Silence of an origin inside a body, in either direction. Past it the exchange is aborted.",
            absent: Absent)
        .Key(
            "tunnelIdle",
            Values.Duration,
            timeouts => timeouts.TunnelIdle ?? default,
            (timeouts, value) => timeouts with { TunnelIdle = value },
            "Silence both ways of an upgraded connection (WebSocket, CONNECT). Past it both sides are closed.",
            absent: Absent);
}
