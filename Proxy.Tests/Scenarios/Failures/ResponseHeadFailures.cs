using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;
using static Proxy.Tests.Scenarios.Failures.OriginActs;
using static Proxy.Tests.Scenarios.Failures.Requests;
using static Proxy.Tests.Scenarios.Failures.Responses;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Step 10: a response's head that does not come, not whole, or not well formed, interim responses included.</summary>
internal static class ResponseHeadFailures
{
    private const string Inside = "origin, inside the response's head";
    private const string Behind = "origin, behind an interim response";
    private const string Begun = "HTTP/1.1 200 OK\r\nX-A: ";

    public static readonly Failure[] Rows =
    [
        new(Inside, "closes, GET") { Origin = [Take, Send(Begun), Close], Answer = 502, Error = ProxyError.UpstreamHeadTruncated },
        new(Inside, "closes, POST") { Client = [Send(Post)], Origin = [Take, Send(Begun), Close], Answer = 502, Error = ProxyError.UpstreamHeadTruncated },
        new(Inside, "resets") { Client = [Send(Get)], Origin = [Take, Send(Begun), Settle, Reset], Answer = 502, Error = ProxyError.UpstreamHeadTruncated },
        new(Inside, "falls silent") { Origin = [Take, Send(Begun), Hang], After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout },
        new(Inside, "drips") { Origin = [Take, Send(Begun), Hang], OriginDrips = "x", After = 60, Answer = 504, Error = ProxyError.UpstreamHeadTimeout },
        new(Inside, "junk instead of a status line") { Origin = [Take, Send("SSH-2.0-x\r\n\r\n")], Answer = 502, Error = ProxyError.UpstreamHeadInvalid },
        new(Inside, "two lengths")
        {
            Client = [Send(Post)], Origin = [Take, Send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")], Answer = 502,
            Error = ProxyError.UpstreamHeadInvalid,
        },
        new(Inside, "too long a status line")
        {
            Origin = [Take, Send($"HTTP/1.1 200 {new string('a', 9000)}\r\n\r\n")], Answer = 502, Error = ProxyError.UpstreamHeadInvalid,
        },
        new(Inside, "too large a head")
        {
            Origin = [Take, Send($"HTTP/1.1 200 OK\r\nX-A: {new string('a', 33_000)}\r\n\r\n")], Answer = 502, Error = ProxyError.UpstreamHeadInvalid,
        },
        new(Inside, "a switch nobody asked for") { Origin = [Take, Send(Switch)], Answer = 502, Error = ProxyError.UpstreamHeadInvalid },

        new(Behind, "closes") { Origin = [Take, Send(Interim), Close], Answer = 502, Error = ProxyError.UpstreamClosedBeforeHead },
        new(Behind, "resets") { Origin = [Take, Send(Interim), Settle, Reset], Answer = 502, Error = ProxyError.UpstreamClosedBeforeHead },
        new(Behind, "closes inside the head") { Origin = [Take, Send(Interim + Begun), Close], Answer = 502, Error = ProxyError.UpstreamHeadTruncated },
        new(Behind, "falls silent")
        {
            Client = [Send(Get), Hear("103"), Stall], Origin = [Take, Send(Interim), Heard, Hang], After = 60, Answer = 504,
            Error = ProxyError.UpstreamHeadTimeout,
        },
        new(Behind, "sends others without end")
        {
            Origin = [Take, Send(string.Concat(Enumerable.Repeat(Interim, 17)))], Answer = 502, Error = ProxyError.UpstreamTooManyInterim,
        },
    ];
}
