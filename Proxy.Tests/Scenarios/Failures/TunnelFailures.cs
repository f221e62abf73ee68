using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;
using static Proxy.Tests.Scenarios.Failures.Responses;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Tunnels behind 101: nothing but an end on each side is taken for one.</summary>
internal static class TunnelFailures
{
    private const string Inside = "tunnel";

    private static readonly Act[] Open = [Send(Upgrade), Hear("101")];

    public static readonly Failure[] Rows =
    [
        new(Inside, "the origin resets")
        {
            Client = Open, Origin = [TakeHead, Send(Switch), Heard, Reset], Answer = 101, Error = ProxyError.UpstreamBodyTruncated, ClientFate = ClientFate.Reset,
        },
        new(Inside, "the client resets")
        {
            Client = [.. Open, Reset], Origin = [TakeHead, Send(Switch), Hang], Error = ProxyError.ClientBodyTruncated, ClientFate = ClientFate.Gone,
        },
        new(Inside, "both are silent")
        {
            Client = [.. Open, Stall], Origin = [TakeHead, Send(Switch), Hang], After = 3600, Tolerance = 3, Answer = 101, Error = ProxyError.TunnelIdle,
            ClientFate = ClientFate.Closed,
        },
        new(Inside, "the proxy stops")
        {
            Client = [.. Open, StopProxy], Origin = [TakeHead, Send(Switch), Hang], Answer = 101, Error = ProxyError.Stopped, ClientFate = ClientFate.Reset,
        },
    ];
}
