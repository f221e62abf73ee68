using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Step 9: clients that do not send the body they announced. The origin sees an abort, and sees it once.</summary>
internal static class RequestBodyFailures
{
    private static readonly Act[] TakeHalf = [TakeHead, TakeBytes(5), Hang];

    public static readonly Failure[] Rows =
    [
        .. Framing("length", HalfPost, "x"),
        .. Framing("length, behind 100", Expecting, "x", isAsked: true),
        .. Framing("chunked", FirstChunk, "1\r\nx\r\n"),
        Chunked("junk for a chunk's size", 400, ProxyError.ClientBodyInvalid, "zz\r\n"),
        Chunked("too large a chunk", 400, ProxyError.ClientBodyInvalid, "ffffffffffffffffff\r\n"),
        Chunked("no line behind a chunk's data", 400, ProxyError.ClientBodyInvalid, "1\r\naa\r\n"),
        Chunked("too large a trailer", 431, ProxyError.ClientTrailersTooLarge, $"0\r\nX-A: {new string('a', 33_000)}\r\n\r\n"),
        Chunked("too large", 413, ProxyError.ClientBodyTooLarge, "6\r\n world\r\n") with { Options = AtMost10 },
        new("client, inside a body (length)", "silent for the time of one wait, without a least rate")
        {
            Client = [Send(HalfPost), Uploaded, Stall], Origin = TakeHalf, Options = static options => options with { Limits = new LimitOptions { MinDataRate = 0 } },
            After = 60, Answer = 408, Error = ProxyError.ClientBodyTooSlow, ClientFate = ClientFate.Closed,
        },
        new("client, inside a body (length)", "too large")
        {
            Client = [Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello")], Options = AtMost10, Answer = 413,
            Error = ProxyError.ClientBodyTooLarge, ClientFate = ClientFate.Closed, OriginFate = OriginFate.Unopened, Sent = 0,
        },
    ];

    private static IEnumerable<Failure> Framing(string name, string request, string drip, bool isAsked = false)
    {
        Act[] begin = isAsked ? [Send(request), Hear("100"), Send("hello"), Uploaded] : [Send(request), Uploaded];
        Act[] origin = isAsked ? [TakeHead, Send("HTTP/1.1 100 Continue\r\n\r\n"), TakeBytes(5), Hang] : TakeHalf;
        var lost = new Failure($"client, inside a body ({name})", "")
        {
            Origin = origin,
            Answer = isAsked ? new Answer(100, IsCut: true) : Answer.Nothing,
            Error = ProxyError.ClientBodyTruncated,
        };
        var slow = lost with { Client = [.. begin, Stall], After = 5, Answer = 408, Error = ProxyError.ClientBodyTooSlow, ClientFate = ClientFate.Closed };
        yield return lost with { Fault = "closes", Client = [.. begin, EndSending], ClientFate = ClientFate.Closed };
        yield return lost with { Fault = "resets", Client = [.. begin, Reset], ClientFate = ClientFate.Gone };
        yield return slow with { Fault = "falls silent" };
        yield return slow with { Fault = "drips", ClientDrips = drip };
    }

    private static Failure Chunked(string fault, int status, ProxyError error, string bytes) => new("client, inside a body (chunked)", fault)
    {
        Client = [Send(FirstChunk), Uploaded, Send(bytes)],
        Origin = TakeHalf,
        Answer = status,
        Error = error,
        ClientFate = ClientFate.Closed,
    };

    private static ProxyOptions AtMost10(ProxyOptions options) => options with { Limits = new LimitOptions { MaxRequestBodyBytes = 10 } };
}
