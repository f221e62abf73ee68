using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Connections that wait in the pool: what goes wrong with them there, and as the next request is sent.</summary>
internal static class PoolFailures
{
    private const string Idle = "origin, idle in the pool";
    private const string Stale = "origin, as a pooled connection is used";
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    private const ProxyError Lost = ProxyError.UpstreamClosedBeforeHead;

    public static readonly Failure[] Rows =
    [
        Leaves("closes, GET", Get, Close),
        Leaves("closes, POST", Post, Close),
        Leaves("resets, POST", Post, Reset),
        Leaves("sends bytes, GET", Get, Send(Evil)),
        Leaves("sends bytes, POST", Post, Send(Evil)),
        Leaves("says farewell and closes", Post, Send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"), Close),

        Replaced("closes, GET", Get, Take, Close),
        Replaced("closes, PUT", Put, Take, Close),
        Replaced("resets, GET", Get, Take, Reset),
        Replaced("resets, PUT", Put, Take, Reset),
        Fails("closes, POST", Post, ClientFate.Kept, Take, Close),
        Fails("resets, POST", Post, ClientFate.Kept, Take, Reset),
        Fails("closes, half a PUT", HalfPut, ClientFate.Closed, TakeHead, TakeBytes(5), Close),
        Fails("resets, half a POST", HalfPost, ClientFate.Closed, TakeHead, TakeBytes(5), Reset),
        new(Stale, "closes, and the new connection too, GET")
        {
            IsPooled = true, Origin = [Take, Close], Answer = 502, Error = Lost, Tries = 3,
        },
        new(Stale, "closes inside the response's head")
        {
            IsPooled = true, Origin = [Take, Send("HTTP/1.1 2"), Close], Answer = 502, Error = ProxyError.UpstreamHeadTruncated,
        },
        new(Stale, "falls silent")
        {
            IsPooled = true, Origin = [Take, Hang], After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout,
        },
    ];

    // It goes while nobody uses it: the next request has a new one, and no other try.
    private static Failure Leaves(string fault, string request, params Act[] acts) => new(Idle, fault)
    {
        IsPooled = true,
        Client = [Noticed, Send(request)],
        Origin = acts,
        Again = [],
        Answer = 200,
        OriginFate = OriginFate.Pooled,
    };

    private static Failure Replaced(string fault, string request, params Act[] acts) => new(Stale, fault)
    {
        IsPooled = true,
        Client = [Send(request)],
        Origin = acts,
        Again = [],
        Answer = 200,
        OriginFate = OriginFate.Pooled,
        Tries = 2,
    };

    private static Failure Fails(string fault, string request, ClientFate fate, params Act[] acts) => new(Stale, fault)
    {
        IsPooled = true,
        Client = [Send(request)],
        Origin = acts,
        Again = [],
        Answer = 502,
        Error = Lost,
        ClientFate = fate,
    };
}
