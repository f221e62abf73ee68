using Proxy.Core.Pipeline;
using static Proxy.Tests.Scenarios.Failures.Acts;
using static Proxy.Tests.Scenarios.Failures.ClientActs;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Step 3: clients that do not get as far as a request, and clients that are idle.</summary>
internal static class RequestHeadFailures
{
    private const string Inside = "client, inside the request's head";
    private const string Idle = "client, idle";
    private const string Begun = "GET / HTTP/1.1\r\nX-A: ";

    public static readonly Failure[] Rows =
    [
        new(Inside, "closes")
        {
            Client = [Send(Begun), Arrived, EndSending], Error = ProxyError.ClientClosedInHead, ClientFate = ClientFate.Closed, OriginFate = OriginFate.Unopened,
            Sent = 0,
        },
        new(Inside, "resets")
        {
            Client = [Send(Begun), Arrived, Reset], Error = ProxyError.ClientAborted, ClientFate = ClientFate.Gone, OriginFate = OriginFate.Unopened, Sent = 0,
        },
        Refused("falls silent", 408, ProxyError.ClientHeadTimeout, 15, null, Send(Begun), Arrived, Stall),
        Refused("drips", 408, ProxyError.ClientHeadTimeout, 15, "x", Send(Begun), Arrived, Stall),
        Refused("drips lines", 408, ProxyError.ClientHeadTimeout, 15, "\r\nX-A: 1", Send(Begun), Arrived, Stall),
        Refused("junk", 400, ProxyError.ClientHeadInvalid, 0, null, Send("\0\r\n\r\n")),
        Refused("no Host", 400, ProxyError.ClientHeadInvalid, 0, null, Send("GET / HTTP/1.1\r\n\r\n")),
        Refused("two framings", 400, ProxyError.ClientHeadInvalid, 0, null, Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")),
        Refused("too long a line", 414, ProxyError.ClientHeadInvalid, 0, null, Send($"GET /{new string('a', 9000)} HTTP/1.1\r\n")),
        Refused("too large", 431, ProxyError.ClientHeadInvalid, 0, null, Send($"GET / HTTP/1.1\r\nX-A: {new string('a', 33_000)}\r\n\r\n")),
        Refused("a coding nobody knows", 501, ProxyError.ClientHeadInvalid, 0, null, Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n")),
        Refused("a version nobody knows", 505, ProxyError.ClientHeadInvalid, 0, null, Send("GET / HTTP/2.0\r\nHost: a\r\n\r\n")),

        Ends("says nothing", 15, Accepted, Stall),
        Ends("says nothing after a request", 60, Accepted, Stall) with { IsPooled = true, OriginFate = OriginFate.Dropped },
        Ends("closes", 0, EndSending),
        Ends("closes after a request", 0, EndSending) with { IsPooled = true, OriginFate = OriginFate.Pooled },
        Ends("resets after a request", 0, Reset) with { IsPooled = true, ClientFate = ClientFate.Gone, OriginFate = OriginFate.Pooled },
    ];

    private static Failure Refused(string fault, int status, ProxyError error, int after, string? drips, params Act[] acts) => new(Inside, fault)
    {
        Client = acts,
        ClientDrips = drips,
        After = after,
        Answer = status,
        Error = error,
        ClientFate = ClientFate.Closed,
        OriginFate = OriginFate.Unopened,
        Sent = 0,
    };

    // No request, no error: the connection just ends.
    private static Failure Ends(string fault, int after, params Act[] acts) => new(Idle, fault)
    {
        Client = acts,
        After = after,
        ClientFate = ClientFate.Closed,
        OriginFate = OriginFate.Unopened,
        Sent = 0,
    };
}
