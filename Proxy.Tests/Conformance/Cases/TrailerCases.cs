using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Trailer sections of requests: strict as heads, and never more than what may stand there.</summary>
internal static class TrailerCases
{
    public static IEnumerable<RequestCase> All =>
    [
        Passed("one field", "X-Sum: 1", "X-Sum: 1"),
        Passed("two fields of one name", "A: 1\r\na: 2", "A: 1", "a: 2"),
        Passed("empty value", "A:", "A: "),
        .. Dropped.Select(line => Passed($"dropped: {line[..line.IndexOf(':', StringComparison.Ordinal)]}", $"{line}\r\nX-Sum: 1", "X-Sum: 1")),
        Forwarded("RFC 9110 §6.5", "behind them stands the next request", PostChunks("0\r\nA: b\r\n\r\n") + Get(), PostLine, HostA, Chunked)
            .WithBody("", "A: b").Then(Line, HostA),
        Bad("no colon", "A"),
        Bad("no name", ": b"),
        Bad("space in the name", "A b: c"),
        Bad("space before the colon", "A : b"),
        Bad("whitespace before the first", " A: b"),
        Bad("folded", "A: b\r\n c"),
        Bad("NUL in a value", "A: \0"),
        Bad("control byte in a value", "A: \u0001"),
        Bad("bare CR in a value", "A: b\rc"),
        Bad("bare LF in a value", "A: b\nC: d"),
        Bad("another request", "GET /smuggled HTTP/1.1\r\nHost: a"),
        Broken("RFC 9110 §5.4", "larger than allowed", 431, PostChunks($"0\r\nA: {new string('b', 9000)}\r\n\r\n")),
    ];

    // RFC 9110 §6.5.1: what frames, routes, authenticates or belongs to the hop is known before the body or not at all.
    private static string[] Dropped =>
    [
        "Content-Length: 3", "Transfer-Encoding: chunked", "Host: b", "Trailer: A", "Connection: close", "Keep-Alive: 1", "TE: gzip", "Upgrade: x",
        "Authorization: Basic eA==", "Proxy-Authorization: Basic eA==", "Cookie: a=b", "Via: 1.1 x", "Forwarded: for=x", "X-Forwarded-For: 192.0.2.1",
        "X-Real-IP: 192.0.2.1", "Expect: 100-continue", "Max-Forwards: 1", "Cache-Control: no-store", "Range: bytes=0-1", "If-Match: x",
        "Content-Type: text/plain", "Content-Encoding: gzip", "Content_Length: 3", "X_Forwarded_For: 192.0.2.1",
    ];

    private static RequestCase Passed(string name, string section, params string[] trailers) =>
        Forwarded("RFC 9110 §6.5.1", name, PostChunks($"5\r\nhello\r\n0\r\n{section}\r\n\r\n"), PostLine, HostA, Chunked).WithBody("hello", trailers);

    private static RequestCase Bad(string name, string section) =>
        Broken("RFC 9112 §7.1.2", $"bad field: {name}", 400, PostChunks($"5\r\nhello\r\n0\r\n{section}\r\n\r\n"));
}
