using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Steps 8 and 9: no connection, or none that takes the request and answers it.</summary>
internal static class ConnectFailures
{
    private const string Connect = "origin, connect";
    private const string Sent = "origin, request sent";
    private const ProxyError Lost = ProxyError.UpstreamClosedBeforeHead;

    public static readonly Failure[] Rows =
    [
        new(Connect, "refused, GET")
        {
            Place = Place.Nobody, Answer = 502, Error = ProxyError.UpstreamConnectRefused, OriginFate = OriginFate.Unopened, Tries = 2, Sent = 0,
        },
        new(Connect, "refused, POST")
        {
            Place = Place.Nobody, Client = [Send(Post)], Answer = 502, Error = ProxyError.UpstreamConnectRefused, OriginFate = OriginFate.Unopened,
            Tries = 2, Sent = 0,
        },
        new(Connect, "refused, half a POST")
        {
            Place = Place.Nobody, Client = [Send(HalfPost)], Answer = 502, Error = ProxyError.UpstreamConnectRefused, ClientFate = ClientFate.Closed,
            OriginFate = OriginFate.Unopened, Tries = 2, Sent = 0,
        },
        new(Connect, "refused, then another takes a POST")
        {
            Place = Place.NobodyThenOrigin, Client = [Send(Post)], Answer = 200, OriginFate = OriginFate.Pooled, Tries = 2, Sent = 1,
        },
        new(Connect, "refused, then another takes half a POST")
        {
            Place = Place.NobodyThenOrigin, Client = [Send(HalfPost), Reached, Send(Rest)], Origin = [TakeHead, TakeBytes(100), Reply],
            Answer = 200, OriginFate = OriginFate.Pooled, Tries = 2, Sent = 1,
        },
        new(Connect, "silent, GET")
        {
            Place = Place.Silence, Client = [Send(Get), Connecting, Stall], After = 10, Answer = 504, Error = ProxyError.UpstreamConnectTimeout,
            OriginFate = OriginFate.Unopened, Tries = 2, Sent = 0,
        },
        new(Connect, "silent, POST")
        {
            Place = Place.Silence, Client = [Send(Post), Connecting, Stall], After = 10, Answer = 504, Error = ProxyError.UpstreamConnectTimeout,
            OriginFate = OriginFate.Unopened, Tries = 2, Sent = 0,
        },
        new(Connect, "silent, and the client resets")
        {
            Place = Place.Silence, Client = [Send(Get), Connecting, Reset, Stall], After = 5, Error = ProxyError.ClientAborted, ClientFate = ClientFate.Gone,
            OriginFate = OriginFate.Unopened, Sent = 0,
        },
        new(Connect, "unreachable")
        {
            Place = Place.Unreachable, Answer = 502, Error = ProxyError.UpstreamConnectFailed, OriginFate = OriginFate.Unopened, Tries = 2, Sent = 0,
        },
        new(Connect, "no descriptor left")
        {
            Place = Place.OneOrigin, Client = [Send(Get), Hear("hello"), Noticed, NewReader, SendWithoutDescriptors(Get)], Origin = [Take, Reply, Close],
            Answer = 503, Error = ProxyError.LocalResourcesExhausted, Sent = 0,
        },

        new(Sent, "closes before any byte, GET") { Origin = [Take, Close], Answer = 502, Error = Lost, Tries = 2 },
        new(Sent, "closes before any byte, PUT") { Client = [Send(Put)], Origin = [Take, Close], Answer = 502, Error = Lost, Tries = 2 },
        new(Sent, "closes before any byte, POST") { Client = [Send(Post)], Origin = [Take, Close], Answer = 502, Error = Lost },
        new(Sent, "closes before any byte, another answers a GET")
        {
            Origin = [Take, Close], Again = [], Answer = 200, OriginFate = OriginFate.Pooled, Tries = 2,
        },
        new(Sent, "closes before any byte, another answers a PUT")
        {
            Client = [Send(Put)], Origin = [Take, Close], Again = [], Answer = 200, OriginFate = OriginFate.Pooled, Tries = 2,
        },
        new(Sent, "resets, GET") { Origin = [Take, Reset], Answer = 502, Error = Lost, Tries = 2 },
        new(Sent, "resets, POST") { Client = [Send(Post)], Origin = [Take, Reset], Answer = 502, Error = Lost },
        new(Sent, "silent, GET") { Origin = [Take, Hang], After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout },
        new(Sent, "silent, POST") { Client = [Send(Post)], Origin = [Take, Hang], After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout },
        new(Sent, "silent to Expect: 100-continue")
        {
            Client = [Send(Expecting)], Origin = [TakeHead, Hang], After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout,
            ClientFate = ClientFate.Closed,
        },
    ];
}
