using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;
using static Proxy.Tests.Scenarios.Failures.Responses;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Step 11: a response's body that does not come to its end, in each framing, and what stands behind one that does.</summary>
internal static class ResponseBodyFailures
{
    private const string Between = "origin, between head and body";
    private const string Behind = "origin, behind the body";
    private const ProxyError Truncated = ProxyError.UpstreamBodyTruncated;

    private static readonly Act[] GetHalf = [Send(Get), Hear("hello")];

    public static readonly Failure[] Rows =
    [
        new(Between, "closes") { Origin = [Take, Send(LengthHead), Close], Answer = Answer.Cut, Error = Truncated, ClientFate = ClientFate.Closed },
        new(Between, "resets") { Origin = [Take, Send(LengthHead), Settle, Reset], Answer = Answer.Cut, Error = Truncated, ClientFate = ClientFate.Closed },
        new(Between, "falls silent, length")
        {
            Origin = [Take, Send(LengthHead), Hang], After = 60, Answer = Answer.Cut, Error = ProxyError.UpstreamBodyTimeout, ClientFate = ClientFate.Closed,
        },
        new(Between, "falls silent, chunked")
        {
            Origin = [Take, Send(ChunkedHead), Hang], After = 60, Answer = Answer.Cut, Error = ProxyError.UpstreamBodyTimeout, ClientFate = ClientFate.Closed,
        },
        .. Framing("length", HalfLength, "1.1", ClientFate.Closed, endsByClose: false),
        .. Framing("chunked", HalfChunked, "1.1", ClientFate.Closed, endsByClose: false),
        .. Framing("until close", HalfUntilClose, "1.1", ClientFate.Closed, endsByClose: true),
        .. Framing("length", HalfLength, "1.0", ClientFate.Closed, endsByClose: false),
        .. Framing("chunked", HalfChunked, "1.0", ClientFate.Reset, endsByClose: false),
        .. Framing("until close", HalfUntilClose, "1.0", ClientFate.Reset, endsByClose: true),
        Junk("junk for a chunk's size", "zz\r\n"),
        Junk("too large a chunk", "ffffffffffffffffff\r\n"),
        Junk("no line behind a chunk's data", "1\r\naa\r\n"),
        Junk("junk in the trailers", "0\r\n: a\r\n\r\n"),

        new(Behind, "more bytes") { Origin = [Take, Send(OriginConnection.Hello + "HTTP/1.1 200 OK\r\n")], Answer = 200 },
        new(Behind, "closes") { Origin = [Take, Reply, Close], Answer = 200 },
        new(Behind, "closes behind an empty body") { Origin = [Take, Send("HTTP/1.1 204 No Content\r\n\r\n"), Close], Answer = 204 },
        new(Behind, "says close and holds on")
        {
            Origin = [Take, Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), Hang], Answer = 200,
        },
        new(Behind, "more bytes behind the last chunk") { Origin = [Take, Send(HalfChunked + "0\r\n\r\n0\r\n\r\n")], Answer = 200 },
    ];

    private static IEnumerable<Failure> Framing(string name, string half, string version, ClientFate fate, bool endsByClose)
    {
        var step = $"origin, inside a body ({name}, to {version})";
        Act[] client = version == "1.1" ? GetHalf : [Send(GetIn10), Hear("hello")];
        yield return endsByClose
            ? new(step, "closes, which is the end")
            {
                Client = client,
                Origin = [Take, Send(half), Heard, Close],
                Answer = 200,
                ClientFate = version == "1.1" ? ClientFate.Kept : ClientFate.Closed,
            }
            : new(step, "closes") { Client = client, Origin = [Take, Send(half), Heard, Close], Answer = Answer.Cut, Error = Truncated, ClientFate = fate };
        yield return new(step, "resets") { Client = client, Origin = [Take, Send(half), Heard, Reset], Answer = Answer.Cut, Error = Truncated, ClientFate = fate };
        yield return new(step, "falls silent")
        {
            Client = client,
            Origin = [Take, Send(half), Heard, Hang],
            After = 60,
            Answer = Answer.Cut,
            Error = ProxyError.UpstreamBodyTimeout,
            ClientFate = fate,
        };
    }

    private static Failure Junk(string fault, string junk) => new("origin, inside a body (chunked, to 1.1)", fault)
    {
        Client = GetHalf,
        Origin = [Take, Send(HalfChunked), Heard, Send(junk)],
        Answer = Answer.Cut,
        Error = ProxyError.UpstreamBodyInvalid,
        ClientFate = ClientFate.Closed,
    };
}
