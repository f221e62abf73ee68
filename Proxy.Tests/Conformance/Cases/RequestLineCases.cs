using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>The request line: its bytes, its version, what stands before it.</summary>
internal static class RequestLineCases
{
    private const string Rest = "\r\nHost: a\r\n\r\n";
    private const int MaxLine = 8192;

    public static IEnumerable<RequestCase> All => [.. Separators, .. Bytes, .. Versions, .. Lengths, .. EmptyLines];

    private static IEnumerable<RequestCase> Separators =>
    [
        Refused("RFC 9112 §2.2", "bare LF ends the line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §2.2", "bare LF ends every line", 400, "GET / HTTP/1.1\nHost: a\n\n"),
        Refused("RFC 9112 §2.2", "bare CR ends the line", 400, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
        Refused("RFC 9112 §2.2", "two CR before LF", 400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3", "two spaces before the target", 400, "GET  / HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "two spaces before the version", 400, "GET /  HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "space behind the version", 400, "GET / HTTP/1.1 " + Rest),
        Refused("RFC 9112 §3", "space before the method", 400, " GET / HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "tab behind the method", 400, "GET\t/ HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "tab before the version", 400, "GET /\tHTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "vertical tab for a space", 400, "GET\u000b/ HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "form feed for a space", 400, "GET /\u000cHTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "four parts", 400, "GET / / HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "no target", 400, "GET HTTP/1.1" + Rest),
    ];

    private static IEnumerable<RequestCase> Bytes =>
    [
        Refused("RFC 9110 §9.1", "no method", 400, " / HTTP/1.1" + Rest),
        Refused("RFC 9110 §9.1", "parenthesis in the method", 400, "GE(T / HTTP/1.1" + Rest),
        Refused("RFC 9110 §9.1", "colon in the method", 400, "GET: / HTTP/1.1" + Rest),
        Refused("RFC 9110 §9.1", "method in quotes", 400, "\"GET\" / HTTP/1.1" + Rest),
        Refused("RFC 9110 §9.1", "non-ASCII in the method", 400, "G\u00c9T / HTTP/1.1" + Rest),
        Refused("RFC 9110 §9.1", "NUL in the method", 400, "G\0T / HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "NUL in the target", 400, "GET /a\0b HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "CR in the target", 400, "GET /a\rb HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "LF in the target", 400, "GET /a\nb HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "control byte in the target", 400, "GET /\u0001 HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "DEL in the target", 400, "GET /\u007f HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "Latin-1 in the target", 400, "GET /\u00e9 HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "UTF-8 in the target", 400, "GET /\u00c3\u00a9 HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "space in the target", 400, "GET /a b HTTP/1.1" + Rest),
        Refused("RFC 9112 §3.2", "fragment in the target", 400, "GET /a#b HTTP/1.1" + Rest),
        Refused("RFC 9112 §3", "a TLS handshake", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\u005a"),
    ];

    private static IEnumerable<RequestCase> Versions =>
    [
        Refused("RFC 9110 §2.5", "HTTP/1.2", 505, "GET / HTTP/1.2" + Rest),
        Refused("RFC 9110 §2.5", "HTTP/1.9", 505, "GET / HTTP/1.9" + Rest),
        Refused("RFC 9110 §2.5", "HTTP/2.0", 505, "GET / HTTP/2.0" + Rest),
        Refused("RFC 9110 §2.5", "HTTP/3.0", 505, "GET / HTTP/3.0" + Rest),
        Refused("RFC 9110 §2.5", "HTTP/0.9 in writing", 505, "GET / HTTP/0.9" + Rest),
        Refused("RFC 9113 §3.4", "the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Refused("RFC 9112 §3", "HTTP/0.9 as it was", 400, "GET /\r\n"),
        Refused("RFC 9112 §3", "HTTP/0.9 with a space behind the target", 400, "GET / \r\n"),
        Refused("RFC 9112 §2.3", "lower case", 400, "GET / http/1.1" + Rest),
        Refused("RFC 9112 §2.3", "mixed case", 400, "GET / Http/1.1" + Rest),
        Refused("RFC 9112 §2.3", "no minor version", 400, "GET / HTTP/1" + Rest),
        Refused("RFC 9112 §2.3", "two digits in the minor version", 400, "GET / HTTP/1.10" + Rest),
        Refused("RFC 9112 §2.3", "leading zero", 400, "GET / HTTP/01.1" + Rest),
        Refused("RFC 9112 §2.3", "sign", 400, "GET / HTTP/+1.1" + Rest),
        Refused("RFC 9112 §2.3", "comma for a point", 400, "GET / HTTP/1,1" + Rest),
        Refused("RFC 9112 §2.3", "space for a slash", 400, "GET / HTTP 1.1" + Rest),
        Refused("RFC 9112 §2.3", "another protocol", 400, "GET / HTTPS/1.1" + Rest),
        Refused("RFC 9112 §2.3", "letter behind the version", 400, "GET / HTTP/1.1x" + Rest),
        Refused("RFC 9112 §2.3", "NUL behind the version", 400, "GET / HTTP/1.1\0" + Rest),
    ];

    private static IEnumerable<RequestCase> Lengths =>
    [
        Forwarded("RFC 9112 §3", "as long as allowed", $"GET {Path(MaxLine)} HTTP/1.1{Rest}", $"GET {Path(MaxLine)} HTTP/1.1", HostA),
        Refused("RFC 9112 §3", "a byte longer than allowed", 414, $"GET {Path(MaxLine + 1)} HTTP/1.1{Rest}"),
        Refused("RFC 9112 §3", "a target without end", 414, "GET /" + new string('p', MaxLine)),
    ];

    private static IEnumerable<RequestCase> EmptyLines =>
    [
        Forwarded("RFC 9112 §2.2", "one empty line before it", "\r\n" + Get(), Line, HostA),
        Forwarded("RFC 9112 §2.2", "an empty line between two", Get() + "\r\nGET /2 HTTP/1.1" + Rest, Line, HostA).Then("GET /2 HTTP/1.1", HostA),
        Forwarded("RFC 9112 §2.2", "an empty line behind a body", Post("Content-Length: 5") + "\r\n" + Get(), PostLine, HostA, "Content-Length: 5")
            .WithBody("hello").Then(Line, HostA),
        Forwarded("RFC 9112 §2.2", "an empty line behind chunks", PostChunks("0\r\n\r\n") + "\r\n" + Get(), PostLine, HostA, Chunked).Then(Line, HostA),
        Refused("RFC 9112 §2.2", "two empty lines before it", 400, "\r\n\r\n" + Get()),
        Refused("RFC 9112 §2.2", "bare LF before it", 400, "\n" + Get()),
        Refused("RFC 9112 §2.2", "bare CR before it", 400, "\r" + Get()),
        Refused("RFC 9112 §2.2", "a line of one space before it", 400, " \r\n" + Get()),
    ];

    // A target that makes the line, without CRLF, so long.
    private static string Path(int lineLength) => "/" + new string('p', lineLength - "GET / HTTP/1.1".Length);
}
