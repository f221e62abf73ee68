using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Content-Length of a request: one number, of digits only.</summary>
internal static class ContentLengthCases
{
    public static IEnumerable<RequestCase> All =>
    [
        Good("Content-Length: 5"),
        Good("content-length:5"),
        Good("Content-Length: \t5\t "),
        Good("Content-Length: 005"),
        Forwarded("RFC 9110 §8.6", "zero", Head(PostLine, HostA, "Content-Length: 0"), PostLine, HostA, "Content-Length: 0"),
        Forwarded("RFC 9112 §6.2", "the body may look like a request", Head(PostLine, HostA, "Content-Length: 18") + "GET / HTTP/1.1\r\n\r\n", PostLine, HostA, "Content-Length: 18")
            .WithBody("GET / HTTP/1.1\r\n\r\n"),
        Forwarded("RFC 9112 §6.2", "behind the body stands the next request", Post("Content-Length: 5") + Get(), PostLine, HostA, "Content-Length: 5")
            .WithBody("hello").Then(Line, HostA),
        Forwarded("RFC 9112 §6.2", "in HTTP/1.0", Head("POST / HTTP/1.0", HostA, "Content-Length: 5") + "hello", PostLine, HostA, "Content-Length: 5")
            .WithBody("hello").From10().ThenClosed(),
        Forwarded("RFC 9110 §8.6", "a body of any bytes", Head(PostLine, HostA, "Content-Length: 6") + "\0\r\n\u00ff\n\r", PostLine, HostA, "Content-Length: 6")
            .WithBody("\0\r\n\u00ff\n\r"),
        Bad("plus", "Content-Length: +5"),
        Bad("minus", "Content-Length: -5"),
        Bad("minus zero", "Content-Length: -0"),
        Bad("hexadecimal", "Content-Length: 0x5"),
        Bad("fraction", "Content-Length: 5.0"),
        Bad("exponent", "Content-Length: 5e0"),
        Bad("letters", "Content-Length: five"),
        Bad("empty", "Content-Length:"),
        Bad("whitespace", "Content-Length:   "),
        Bad("space inside", "Content-Length: 1 5"),
        Bad("semicolon", "Content-Length: 5;"),
        Bad("underscore", "Content-Length: 5_0"),
        Bad("quotes", "Content-Length: \"5\""),
        Bad("full-width digit", "Content-Length: \u00ef\u00bc\u0095"),
        Bad("control byte", "Content-Length: \u000b5"),
        Bad("NUL", "Content-Length: 5\0"),
        Bad("list of equal values", "Content-Length: 5, 5"),
        Bad("list of equal values without space", "Content-Length: 5,5"),
        Bad("list of other values", "Content-Length: 5, 6"),
        Bad("list with an empty member", "Content-Length: 5,"),
        Bad("two equal lines", "Content-Length: 5", "Content-Length: 5"),
        Bad("two lines that differ", "Content-Length: 5", "Content-Length: 0"),
        Bad("two lines apart, in another case", "Content-Length: 5", "A: b", "content-length: 5"),
        Bad("two lines, one empty", "Content-Length:", "Content-Length: 5"),
        Bad("63 bits and one more", "Content-Length: 9223372036854775808"),
        Bad("64 bits and five more", "Content-Length: 18446744073709551621"),
        Bad("32 bits and five more, with zeros", "Content-Length: 00000000000000000000000004294967301"),
        Bad("space before the colon", "Content-Length : 5"),
        Bad("folded", "Content-Length:\r\n 5"),
        Bad("folded between digits", "Content-Length: 5\r\n 0"),
        Forwarded("RFC 9112 §6.3", "with an underscore it is none, and dropped", Get("Content_Length: 5"), Line, HostA),
        Cut("the body is cut short", Head(PostLine, HostA, "Content-Length: 10") + "hello"),
        Cut("the body does not come", Head(PostLine, HostA, "Content-Length: 10")),
        Cut("the head is cut short", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n"),
        Cut("the request line is cut short", "GET / HT"),
        Cut("chunks without the last one", PostChunks("5\r\nhello\r\n")),
        Cut("chunks without the last line", PostChunks("5\r\nhello\r\n0\r\n")),
    ];

    private static RequestCase Good(string line) =>
        Forwarded("RFC 9110 §8.6", line.Replace('\t', '›'), Post(line), PostLine, HostA, $"{line[..14]}: {line[15..].Trim()}").WithBody("hello");

    private static RequestCase Bad(string name, params string[] lines) => Refused("RFC 9112 §6.3", name, 400, Post(lines));

    private static RequestCase Cut(string name, string input) => new("RFC 9112 §8", name, input) { MayBegin = true, Ends = true };
}
