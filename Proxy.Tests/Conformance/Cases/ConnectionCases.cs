using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Connection, and what belongs to one hop.</summary>
internal static class ConnectionCases
{
    public static IEnumerable<RequestCase> All => [.. Nominations, .. Protected, .. HopByHop, .. Malformed];

    private static IEnumerable<RequestCase> Nominations =>
    [
        Forwarded("RFC 9110 §7.6.1", "a field it names", Get("Connection: X-Drop", "X-Drop: 1", "A: b"), Line, HostA, "A: b"),
        Forwarded("RFC 9110 §7.6.1", "named in another case", Get("Connection: x-dROP", "X-Drop: 1"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "every line of it", Get("X-Drop: 1", "Connection: X-Drop", "x-drop: 2"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "several", Get("Connection: X-A , keep-alive,X-B", "X-A: 1", "X-B: 2", "X-C: 3"), Line, HostA, "X-C: 3"),
        Forwarded("RFC 9110 §7.6.1", "in two lines", Get("Connection: X-A", "Connection: X-B", "X-A: 1", "X-B: 2"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "one that is not there", Get("Connection: X-A"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "only a beginning of a name", Get("Connection: X-A", "X-AB: 1"), Line, HostA, "X-AB: 1"),
        Forwarded("RFC 9110 §5.6.1", "empty members", Get("Connection: ,, X-A ,,", "X-A: 1"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "named beside close", Get("Connection: close, X-A", "X-A: 1"), Line, HostA).ThenClosed(),
        Forwarded("RFC 9110 §7.6.1", "named with an underscore", Get("Connection: x_a", "x_a: 1"), Line, HostA),
    ];

    // The issue: framing, routing, forwarding and authentication are not removable that way.
    private static IEnumerable<RequestCase> Protected =>
    [
        Forwarded("RFC 9110 §7.6.1", "Host stays", Get("Connection: Host"), Line, HostA),
        Forwarded("RFC 9110 §7.6.1", "Content-Length stays", Post("Connection: Content-Length", "Content-Length: 5"), PostLine, HostA, "Content-Length: 5")
            .WithBody("hello"),
        Forwarded("RFC 9110 §7.6.1", "Transfer-Encoding stays", Head(PostLine, HostA, "Connection: Transfer-Encoding", Chunked) + "0\r\n\r\n", PostLine, HostA, Chunked),
        Stays("Authorization: Basic eA=="),
        Stays("Proxy-Authorization: Basic eA=="),
        Stays("Cookie: a=b"),
        Stays("Cache-Control: no-store"),
        Forwarded("RFC 9110 §7.6.1", "Via stays", Get("Connection: Via", "Via: 1.0 x"), Line, HostA, "Via: 1.0 x"),
        Forwarded("RFC 9110 §7.6.1", "ours stay", Get("Connection: X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host, Via"), Line, HostA),
    ];

    private static IEnumerable<RequestCase> HopByHop =>
    [
        Dropped("Keep-Alive: timeout=5"),
        Dropped("Proxy-Connection: keep-alive"),
        Dropped("Proxy-Connection: X-Not-Named"),
        Dropped("TE: gzip;q=0.5"),
        Dropped("Upgrade: websocket"),
        Dropped("HTTP2-Settings: AAMAAABkAAQAAP__"),
        Forwarded("RFC 9110 §7.8", "h2c, named by Connection", Get("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"), Line, HostA),
        Forwarded("RFC 9110 §7.8", "h2c in upper case", Get("Connection: Upgrade", "Upgrade: H2C"), Line, HostA),
        Forwarded("RFC 9110 §7.8", "Upgrade in HTTP/1.0", Head("GET / HTTP/1.0", HostA, "Connection: Upgrade", "Upgrade: websocket"), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9110 §7.8", "an Upgrade nobody agrees to", Get("Connection: Upgrade", "Upgrade: foo/2"), Line, HostA, "Connection: Upgrade", "Upgrade: foo/2"),
        Forwarded("RFC 9110 §7.8", "h2c beside another", Get("Connection: Upgrade", "Upgrade: h2c, foo"), Line, HostA, "Connection: Upgrade", "Upgrade: foo"),
        Forwarded("RFC 9110 §11.7.2", "Proxy-Authorization is for whoever asked for it", Get("Proxy-Authorization: Basic eA=="), Line, HostA, "Proxy-Authorization: Basic eA=="),
        Forwarded("RFC 9110 §10.1.4", "trailers, which are taken", Get("Connection: TE", "TE: trailers"), Line, HostA),
    ];

    private static IEnumerable<RequestCase> Malformed =>
    [
        Refused("RFC 9110 §7.6.1", "two words", 400, Get("Connection: X-A X-B")),
        Refused("RFC 9110 §7.6.1", "no token", 400, Get("Connection: a@b")),
        Refused("RFC 9110 §7.6.1", "quotes", 400, Get("Connection: \"close\"")),
    ];

    private static RequestCase Stays(string line) =>
        Forwarded("RFC 9110 §7.6.1", $"stays: {line}", Get($"Connection: {line[..line.IndexOf(':', StringComparison.Ordinal)]}", line), Line, HostA, line);

    private static RequestCase Dropped(string line) => Forwarded("RFC 9110 §7.6.1", $"of the hop: {line}", Get(line, "A: b"), Line, HostA, "A: b");
}
