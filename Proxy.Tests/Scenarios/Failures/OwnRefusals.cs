using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What the proxy itself refuses, whatever the peers do.</summary>
internal static class OwnRefusals
{
    private static readonly Act[] Occupy = [Send(Get), Reached];

    public static readonly Failure[] Rows =
    [
        Refused("accept", "too many connections", 503, ProxyError.ConnectionLimit, ClientFate.Closed) with
        {
            Before = [Accepted], Client = [], Options = static options => options with { Limits = new LimitOptions { MaxConnections = 1 } },
        },
        Refused("admit", "a method that is not forwarded", 405, ProxyError.MethodNotForwarded, ClientFate.Closed) with
        {
            Client = [Send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")],
        },
        Refused("admit", "an expectation nobody knows", 417, ProxyError.ExpectationUnknown) with
        {
            Client = [Send("GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n")],
        },
        Refused("admit", "a target of the other scheme", 421, ProxyError.SchemeMismatch) with
        {
            Client = [Send("GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n")],
        },
        Refused("admit", "it has been here before", 508, ProxyError.LoopDetected) with
        {
            Options = static options => options with { Identity = new IdentityOptions { Via = "loop" } }, Client = [SendAgain],
        },
        Refused("route", "a path that is read in two ways", 400, ProxyError.PathAmbiguous) with
        {
            Options = OnlyV1, Client = [Send("GET /v1/..%2Fx HTTP/1.1\r\nHost: a\r\n\r\n")],
        },
        Refused("route", "no route", 404, ProxyError.NoRoute) with { Options = OnlyV1 },
        Refused("route", "a hook says no", 429, ProxyError.HookRefused) with { Hook = 429 },
        Refused("route", "a hook says nonsense", 500, ProxyError.Internal, ClientFate.Closed) with { Hook = 200, Faults = 1 },
        Refused("choose", "every endpoint drains", 503, ProxyError.UpstreamNoEndpoint) with { Options = Drained },
        Queued("the queue is full", 0, ProxyError.UpstreamQueueFull),
        Queued("no connection comes free", 10, ProxyError.UpstreamQueueTimeout) with { Client = [Send(Get), Queuing, Stall], After = 5 },
        Queued("the client resets in the queue", 10, ProxyError.ClientAborted) with
        {
            Client = [Send(Get), Queuing, Reset], Answer = Answer.Nothing, ClientFate = ClientFate.Gone,
        },
        new("any step", "the proxy stops")
        {
            Client = [Send(Get), Reached, StopProxy], Origin = [Take, WaitForEnd], Answer = 503, Error = ProxyError.Stopped, ClientFate = ClientFate.Closed,
        },
    ];

    private static Failure Refused(string step, string fault, int status, ProxyError error, ClientFate fate = ClientFate.Kept) => new($"proxy, {step}", fault)
    {
        Answer = status,
        Error = error,
        ClientFate = fate,
        OriginFate = OriginFate.Unopened,
        Sent = 0,
    };

    private static ProxyOptions OnlyV1(ProxyOptions options) => options with { Routes = [options.Routes[0] with { Path = "/v1/*" }] };

    private static ProxyOptions Drained(ProxyOptions options) => Scenario.WithUpstream(
        options, upstream => upstream with { Endpoints = [.. upstream.Endpoints.Select(endpoint => endpoint with { Drain = true })] });

    // Another client's request has the only connection there may be.
    private static Failure Queued(string fault, int places, ProxyError error) => new("proxy, lease", fault)
    {
        Place = Place.OneOrigin,
        Options = options => Scenario.WithUpstream(options, upstream => upstream with { MaxConnections = 1, MaxQueuedRequests = places }),
        Before = Occupy,
        Origin = [Take, WaitForEnd],
        Answer = 503,
        Error = error,
        OriginFate = OriginFate.Busy,
    };
}
