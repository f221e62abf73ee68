using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.ResponseCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Field lines of responses: which are refused, dropped, kept.</summary>
internal static class ResponseFieldCases
{
    private const string Status = "HTTP/1.1 200 OK";
    private const string Length = "Content-Length: 5";

    public static IEnumerable<ResponseCase> All => [.. Malformed, .. Kept, .. Dropped];

    private static IEnumerable<ResponseCase> Malformed =>
    [
        Bad("RFC 9112 §5.2", "folded line", "A: b\r\n c"),
        Bad("RFC 9112 §5.2", "line folded with a tab", "A: b\r\n\tc"),
        Bad("RFC 9112 §5.1", "space before the colon", "A : b"),
        Bad("RFC 9112 §5.1", "tab before the colon", "A\t: b"),
        Bad("RFC 9110 §5.1", "no name", ": b"),
        Bad("RFC 9110 §5.1", "no colon", "A"),
        Bad("RFC 9110 §5.1", "space in the name", "A b: c"),
        Bad("RFC 9110 §5.1", "name of no token", "A@b: c"),
        Bad("RFC 9110 §5.1", "non-ASCII in the name", "\u00e9: c"),
        Bad("RFC 9110 §5.1", "NUL in the name", "A\0: c"),
        .. new[] { 0x00, 0x01, 0x0b, 0x0c, 0x1f, 0x7f }.Select(value => Bad("RFC 9110 §5.5", $"byte 0x{value:x2} in a value", $"A: b{(char)value}c")),
        Bad("RFC 9112 §2.2", "bare CR in a value", "A: b\rc"),
        Bad("RFC 9112 §2.2", "bare LF in a value", "A: b\nC: d"),
        Bad("RFC 9112 §2.2", "two CR before LF", "A: b\r"),
        BadGateway("RFC 9112 §2.2", "whitespace before the first line", "HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 5\r\n\r\nhello"),
        BadGateway("RFC 9112 §2.2", "bare LF ends every line", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        BadGateway("RFC 9112 §2.2", "bare LF ends the head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\nhello"),
        BadGateway("RFC 9110 §5.4", "a hundred and one lines", Hello(Lines(100))),
        BadGateway("RFC 9110 §5.4", "larger than allowed", Hello("A: " + new string('b', 33_000))),
        BadGateway("RFC 9110 §5.4", "a head without end", "HTTP/1.1 200 OK\r\nA: " + new string('b', 33_000)),
    ];

    private static IEnumerable<ResponseCase> Kept =>
    [
        Passed("RFC 9110 §5.3", "lines of one name, in order", "Set-Cookie: a=1", "Set-Cookie: b=2", "Set-Cookie: a=3"),
        Passed("RFC 9110 §5.5", "obs-text", "A: \u0080\u00ff"),
        Passed("RFC 9110 §5.5", "tab in a value", "A: b\tc"),
        Passed("RFC 9110 §5.5", "empty value", "A: "),
        Passed("RFC 9110 §5.1", "every byte of a token in the name", "!#$%&'*+-.^_`|~09AZaz: b"),
        Passed("RFC 9110 §5.1", "underscore", "X_Forwarded_For: b"),
        Passed("RFC 9110 §6.6.1", "its own Date", "Date: Sun, 06 Nov 1994 08:49:37 GMT"),
        Passed("RFC 9110 §7.6.3", "Via", "Via: 1.1 x"),
        Passed("RFC 9110 §11.7.1", "Proxy-Authenticate", "Proxy-Authenticate: Basic realm=\"a\""),
        Passed("RFC 9110 §10.2.1", "Allow", "Allow: GET"),
        Passed("RFC 9110 §5.4", "a hundred lines", Lines(99)),
        Delivered("RFC 9110 §5.5", "whitespace around a value", Hello("A: \t b \t"), Status, Length, "A: b").WithBody("hello"),
    ];

    private static IEnumerable<ResponseCase> Dropped =>
    [
        Gone("RFC 9110 §10.2.4", "Server: nginx/1.2.3"),
        Gone("RFC 9110 §10.2.4", "X-Powered-By: PHP/5.2.17"),
        Gone("RFC 9110 §7.6.1", "Keep-Alive: timeout=5, max=100"),
        Gone("RFC 9110 §7.6.1", "Proxy-Connection: keep-alive"),
        Gone("RFC 9110 §7.8", "Upgrade: h2c"),
        Gone("RFC 9110 §7.6.1", "Connection: keep-alive"),
        Gone("RFC 9110 §7.6.1", "a field Connection names", "Connection: X-Drop", "x-drop: 1"),
        Gone("RFC 9110 §7.6.1", "several that Connection names", "X-A: 1", "Connection: X-A", "Connection: , X-B", "X-B: 2"),
        Passed("RFC 9110 §7.6.1", "Set-Cookie is not removable", ["Set-Cookie: a=b"], "Connection: Set-Cookie"),
        Passed("RFC 9110 §7.6.1", "Content-Length is not removable", [], "Connection: Content-Length"),
        Passed("RFC 9110 §7.6.1", "WWW-Authenticate is not removable", ["WWW-Authenticate: Basic"], "Connection: WWW-Authenticate"),
        Gone("RFC 9112 §9.6", "close, which is of the origin's connection", "Connection: close").ThenDiscarded(),
        Gone("RFC 9112 §9.6", "close in another case, beside others", "Connection: X-A, CLOSE", "X-A: 1").ThenDiscarded(),
        BadGateway("RFC 9110 §7.6.1", "Connection with two words", Hello("Connection: a b")),
    ];

    private static ResponseCase Bad(string section, string name, string line) => BadGateway(section, name, Hello(line));

    private static ResponseCase Passed(string section, string name, params string[] lines) =>
        Delivered(section, $"kept: {name}", Hello(lines), [Status, Length, .. lines]).WithBody("hello");

    private static ResponseCase Passed(string section, string name, string[] kept, string dropped) =>
        Delivered(section, $"kept: {name}", Hello([dropped, .. kept]), [Status, Length, .. kept]).WithBody("hello");

    private static ResponseCase Gone(string section, string line) => Gone(section, line, line);

    private static ResponseCase Gone(string section, string name, params string[] lines) =>
        Delivered(section, $"dropped: {name}", Hello([.. lines, "A: b"]), Status, Length, "A: b").WithBody("hello");

    private static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(i => $"N{i}: {i}")];
}
