using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;
using static Proxy.Tests.Scenarios.Failures.Responses;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Steps 9 and 10 at once: an origin that fails while it takes a request's body. What it has seen of one it sees once.</summary>
internal static class UploadFailures
{
    private const string Taking = "origin, taking an upload";
    private const ProxyError Lost = ProxyError.UpstreamClosedBeforeHead;

    public static readonly Failure[] Rows =
    [
        Fails("closes, half a POST", HalfPost, Lost, Close),
        Fails("closes, half a PUT", HalfPut, Lost, Close),
        Fails("resets, half a POST", HalfPost, Lost, Reset),
        Fails("resets, half a PUT", HalfPut, Lost, Reset),
        Fails("closes inside the response's head", HalfPost, ProxyError.UpstreamHeadTruncated, Send("HTTP/1.1 4"), Close),
        Fails("junk instead of a status line", HalfPost, ProxyError.UpstreamHeadInvalid, Send("no\r\n\r\n")),
        new(Taking, "closes, between chunks")
        {
            Client = [Send(FirstChunk)], Origin = [TakeHead, TakeBytes(10), Close], Answer = 502, Error = Lost, ClientFate = ClientFate.Closed,
        },
        new(Taking, "stops taking")
        {
            Client = [Send(Huge), Pour(64 * 1024 * 1024)], Origin = [TakeHead, TakeNothing], After = 60, Tolerance = 62, Answer = 504,
            Error = ProxyError.UpstreamSendTimeout, ClientFate = ClientFate.Closed,
        },
        new(Taking, "stops taking and resets")
        {
            Client = [Send(Huge), Pour(64 * 1024 * 1024)], Origin = [TakeHead, Until(run => run.IsStalled, "nothing more is taken"), Reset], Answer = 502,
            Error = Lost, ClientFate = ClientFate.Closed,
        },
        AnswersEarly("answers early and holds on", Send(Early), Hang),
        AnswersEarly("answers early and closes", Send(Early), Close),
        AnswersEarly("answers early and resets", Send(Early), Settle, Reset),
        new(Taking, "answers a large upload early, takes nothing and closes")
        {
            Client = [Send(Huge), Pour(64 * 1024 * 1024)], Origin = [TakeHead, Until(run => run.IsStalled, "nothing more is taken"), Send(Early), Close],
            Answer = 403, ClientFate = ClientFate.Closed,
        },
        new(Taking, "answers a large upload early, takes nothing and holds on")
        {
            Client = [Send(Huge), Pour(64 * 1024 * 1024)],
            Origin = [TakeHead, Until(run => run.IsStalled, "nothing more is taken"), Send(Early), WaitForEnd], Answer = 403, ClientFate = ClientFate.Closed,
        },
        new(Taking, "answers early and is cut")
        {
            Client = [Send(HalfPost)], Origin = [TakeHead, TakeBytes(5), Send(HalfLength), Close], Answer = Answer.Cut,
            Error = ProxyError.UpstreamBodyTruncated, ClientFate = ClientFate.Closed,
        },
        new(Taking, "refuses what Expect announces")
        {
            Client = [Send(Expecting)], Origin = [TakeHead, Send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"), Hang], Answer = 417,
            ClientFate = ClientFate.Closed,
        },
    ];

    private static Failure Fails(string fault, string request, ProxyError error, params Act[] acts) => new(Taking, fault)
    {
        Client = [Send(request)],
        Origin = [TakeHead, TakeBytes(5), .. acts],
        Answer = 502,
        Error = error,
        ClientFate = ClientFate.Closed,
    };

    private static Failure AnswersEarly(string fault, params Act[] acts) => new(Taking, fault)
    {
        Client = [Send(HalfPost)],
        Origin = [TakeHead, TakeBytes(5), .. acts],
        Answer = 403,
        ClientFate = ClientFate.Closed,
    };
}
