using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.ResponseCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Chunked bodies of responses, bodies that break off, and bytes behind the end.</summary>
internal static class ResponseBodyCases
{
    private const string Status = "HTTP/1.1 200 OK";
    private const string Length = "Content-Length: 5";
    private const string Last = "0\r\n\r\n";
    private const string Hello5 = "5\r\nhello\r\n";
    private const string GetWithTrailers = "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n";

    public static IEnumerable<ResponseCase> All => [.. Chunks, .. BadChunks, .. Cut, .. Surplus];

    private static IEnumerable<ResponseCase> Chunks =>
    [
        Good("one", Hello5 + Last, "hello"),
        Good("none", Last, ""),
        Good("several", "1\r\nh\r\n4\r\nello\r\n" + Last, "hello"),
        Good("in upper case with zeros", "00A\r\n0123456789\r\n000\r\n\r\n", "0123456789"),
        Good("extensions, which are dropped", "5;a=\"b;\\\"c\" ; d\r\nhello\r\n0;e\r\n\r\n", "hello"),
        Good("data that looks like a response", $"{Hello().Length:x}\r\n{Hello()}\r\n{Last}", Hello()),
        Good("trailer fields, which the client did not ask for", Hello5 + "0\r\nA: b\r\n\r\n", "hello"),
        Good("to HTTP/1.0", Hello5 + Last, "hello") with { Request = Asked10, Fate = Fate.Closed, Lines = [Status] },
        Good("to HTTP/1.0 that would be kept", Hello5 + Last, "hello") with
        {
            Request = "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", Fate = Fate.Closed, Lines = [Status],
        },
        Good("named by Connection", Hello5 + Last, "hello") with { Input = Reply("Connection: Transfer-Encoding", Chunked) + Hello5 + Last },
        Good("coding in another case", Hello5 + Last, "hello") with { Input = Reply("transfer-encoding: \tCHUNKED ") + Hello5 + Last },
        Good("trailer fields, asked for", Hello5 + "0\r\nX-Sum: 1\r\nA: b\r\n\r\n", "hello") with { Request = GetWithTrailers, Trailers = ["X-Sum: 1", "A: b"] },
        Good("trailer fields that are none", Hello5 + "0\r\nContent-Length: 3\r\nSet-Cookie: a=b\r\nServer: x\r\nX-Sum: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "hello") with
        {
            Request = GetWithTrailers, Trailers = ["X-Sum: 1"],
        },
    ];

    private static IEnumerable<ResponseCase> BadChunks =>
    [
        Bad("size of letters", "g\r\nhello\r\n" + Last),
        Bad("size in hexadecimal as C has it", "0x5\r\nhello\r\n" + Last),
        Bad("size below zero", "-5\r\nhello\r\n" + Last),
        Bad("space behind the size", "5 \r\nhello\r\n" + Last),
        Bad("no size", "\r\nhello\r\n" + Last),
        Bad("size of 64 bits and five more", "10000000000000005\r\nhello\r\n" + Last),
        Bad("bare LF behind the size", "5\nhello\r\n" + Last),
        Bad("bare LF behind data", "5\r\nhello\n" + Last),
        Bad("no CRLF behind data", "5\r\nhello" + Last),
        Bad("data longer than its size", "4\r\nhello\r\n" + Last),
        Bad("bad extension", "5;\r\nhello\r\n" + Last),
        Bad("bare LF in an extension", "5;a\n\r\nhello\r\n" + Last),
        Bad("bad chunk behind a good one", Hello5 + "x\r\nhello\r\n" + Last),
        Bad("bare LF ends the body", Hello5 + "0\r\n\n"),
        Bad("trailer field without colon", Hello5 + "0\r\nA\r\n\r\n"),
        Bad("trailer field with NUL", Hello5 + "0\r\nA: \0\r\n\r\n"),
        Bad("folded trailer field", Hello5 + "0\r\nA: b\r\n c\r\n\r\n"),
        Bad("another response in place of the last line", Hello5 + "0\r\n" + Hello()),
        Bad("bad chunk, to HTTP/1.0", Hello5 + "x\r\n").To(Asked10),
    ];

    private static IEnumerable<ResponseCase> Cut =>
    [
        Short("length", Reply("Content-Length: 10") + "hello"),
        Short("length, before its first byte", Reply("Content-Length: 10")),
        Short("length, to HTTP/1.0", Reply("Content-Length: 10") + "hello").To(Asked10),
        Short("chunks without the last", ReplyChunks(Hello5)),
        Short("chunks without any", ReplyChunks("")),
        Short("chunks without the last line", ReplyChunks(Hello5 + "0\r\n")),
        Short("chunks without the last byte", ReplyChunks(Hello5 + "0\r\n\r")),
        Short("inside data", ReplyChunks("5\r\nhel")),
        Short("inside a size", ReplyChunks(Hello5 + "1")),
        Short("inside a trailer field", ReplyChunks(Hello5 + "0\r\nA: b")),
        Short("chunks, to HTTP/1.0", ReplyChunks(Hello5)).To(Asked10),
        Short("chunks without any, to HTTP/1.0", ReplyChunks("")).To(Asked10),
        Short("length, by a reset", Reply("Content-Length: 10") + "hello") with { End = OriginEnd.Resets },
        Short("chunks, by a reset", ReplyChunks(Hello5)) with { End = OriginEnd.Resets },
        Short("until close, by a reset", Reply() + "hello") with { End = OriginEnd.Resets },
        Short("until close, by a reset, to HTTP/1.0", Reply() + "hello") with { End = OriginEnd.Resets, Request = Asked10 },
    ];

    private static IEnumerable<ResponseCase> Surplus =>
    [
        Behind("a byte behind a length", Hello() + "x", Length),
        Behind("CRLF behind a length", Hello() + "\r\n", Length),
        Behind("a response behind a length", Hello() + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", Length),
        Behind("a response behind chunks", ReplyChunks(Hello5 + Last) + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", Chunked),
        Behind("a byte behind chunks", ReplyChunks(Hello5 + Last) + "x", Chunked),
        Behind("a response behind an empty one", Reply("Content-Length: 0") + Hello("A: poison"), "Content-Length: 0") with { Body = "" },
        Behind("an interim response behind it", Hello() + "HTTP/1.1 103 Early Hints\r\n\r\n", Length),
        Delivered("RFC 9112 §6.3", "a response behind 204", Head("HTTP/1.1 204 No Content") + Hello("A: poison"), "HTTP/1.1 204 No Content").ThenDiscarded(),
        Delivered("RFC 9112 §6.3", "a response behind 304", Head("HTTP/1.1 304 Not Modified") + Hello("A: poison"), "HTTP/1.1 304 Not Modified").ThenDiscarded(),
        Delivered("RFC 9112 §6.3", "a response behind HEAD", Reply(Length) + Hello("A: poison"), Status, Length).To(AskedHead).ThenDiscarded(),
    ];

    private static ResponseCase Good(string name, string coded, string body) =>
        Delivered("RFC 9112 §7.1", $"chunks: {name}", ReplyChunks(coded), Status, Chunked).WithBody(body);

    private static ResponseCase Bad(string name, string coded) => Aborted("RFC 9112 §7.1", $"bad chunks: {name}", ReplyChunks(coded));

    private static ResponseCase Short(string name, string input) => Aborted("RFC 9112 §8", $"cut short: {name}", input) with { End = OriginEnd.Closes };

    private static ResponseCase Behind(string name, string input, string framing) =>
        Delivered("RFC 9112 §6.3", name, input, Status, framing).WithBody("hello").ThenDiscarded();
}
