using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.ResponseCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Where the bodies of responses end, and those that have none.</summary>
internal static class ResponseFramingCases
{
    private const string Status = "HTTP/1.1 200 OK";
    private const string Length = "Content-Length: 5";
    private const string InChunks = "5\r\nhello\r\n0\r\n\r\n";

    public static IEnumerable<ResponseCase> All => [.. InDoubt, .. Lengths, .. WithoutBody, .. UntilClose];

    private static IEnumerable<ResponseCase> InDoubt =>
    [
        Bad("RFC 9112 §6.1", "Transfer-Encoding and Content-Length", Chunked, Length),
        Bad("RFC 9112 §6.1", "Content-Length and Transfer-Encoding", Length, Chunked),
        Bad("RFC 9112 §6.3", "lengths that differ", Length, "Content-Length: 6"),
        Bad("RFC 9112 §6.3", "equal lengths", Length, Length),
        Bad("RFC 9112 §6.3", "list of lengths", "Content-Length: 5, 6"),
        Bad("RFC 9112 §6.3", "list of equal lengths", "Content-Length: 5, 5"),
        Bad("RFC 9110 §8.6", "length with a plus", "Content-Length: +5"),
        Bad("RFC 9110 §8.6", "length below zero", "Content-Length: -5"),
        Bad("RFC 9110 §8.6", "length in hexadecimal", "Content-Length: 0x5"),
        Bad("RFC 9110 §8.6", "length of letters", "Content-Length: x"),
        Bad("RFC 9110 §8.6", "empty length", "Content-Length:"),
        Bad("RFC 9110 §8.6", "length of 64 bits and five more", "Content-Length: 18446744073709551621"),
        Bad("RFC 9112 §6.1", "unknown coding", "Transfer-Encoding: gzip"),
        Bad("RFC 9112 §6.1", "unknown coding before chunked", "Transfer-Encoding: gzip, chunked"),
        Bad("RFC 9112 §6.1", "identity", "Transfer-Encoding: identity"),
        Bad("RFC 9112 §6.1", "chunked twice", Chunked, Chunked),
        Bad("RFC 9112 §6.1", "chunked twice in one line", "Transfer-Encoding: chunked, chunked"),
        Bad("RFC 9112 §6.1", "chunked with a letter before it", "Transfer-Encoding: xchunked"),
        Bad("RFC 9112 §6.1", "chunked behind a vertical tab", "Transfer-Encoding: \u000bchunked"),
        Bad("RFC 9112 §6.1", "chunked in quotes", "Transfer-Encoding: \"chunked\""),
        Bad("RFC 9112 §6.1", "empty coding", "Transfer-Encoding:"),
        BadGateway("RFC 9112 §6.1", "chunked in HTTP/1.0", Head("HTTP/1.0 200 OK", Chunked) + InChunks),
        BadGateway("RFC 9112 §6.1", "chunked in 204", Head("HTTP/1.1 204 No Content", Chunked) + "0\r\n\r\n"),
        BadGateway("RFC 9112 §6.3", "lengths that differ, to HEAD", Reply(Length, "Content-Length: 6")).To(AskedHead),
    ];

    private static IEnumerable<ResponseCase> Lengths =>
    [
        Delivered("RFC 9112 §6.3", "length", Hello(), Status, Length).WithBody("hello"),
        Delivered("RFC 9112 §6.3", "length of zero", Reply("Content-Length: 0"), Status, "Content-Length: 0"),
        Delivered("RFC 9112 §6.3", "length, to HTTP/1.0", Hello(), Status, Length).WithBody("hello").ToClosed(Asked10),
        Delivered("RFC 9112 §9.3", "length, to HTTP/1.0 that is kept", Hello(), Status, Length).WithBody("hello")
            .To("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"),
        Delivered("RFC 9110 §15.3.6", "205 with a length of zero", Head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), "HTTP/1.1 205 Reset Content", "Content-Length: 0"),
        Delivered("RFC 9112 §6.3", "205 with a body, read as it is framed", Head("HTTP/1.1 205 Reset Content", Length) + "hello", "HTTP/1.1 205 Reset Content", Length)
            .WithBody("hello"),
        Delivered("RFC 9110 §10.1.1", "response before the body was sent", Head("HTTP/1.1 413 Content Too Large", "Content-Length: 2") + "no",
                "HTTP/1.1 413 Content Too Large", "Content-Length: 2")
            .WithBody("no").ToClosed(Head(PostLine, HostA, Length)).ThenDiscarded(),
        Delivered("RFC 9110 §10.1.1", "response in place of consent", Head("HTTP/1.1 401 Unauthorized", "Content-Length: 2") + "no",
                "HTTP/1.1 401 Unauthorized", "Content-Length: 2")
            .WithBody("no").ToClosed(Head(PostLine, HostA, Length, "Expect: 100-continue")).ThenDiscarded(),
    ];

    private static IEnumerable<ResponseCase> WithoutBody =>
    [
        Delivered("RFC 9110 §15.3.5", "204", Head("HTTP/1.1 204 No Content", "A: b"), "HTTP/1.1 204 No Content", "A: b"),
        Delivered("RFC 9110 §8.6", "204 with a length", Head("HTTP/1.1 204 No Content", "Content-Length: 0"), "HTTP/1.1 204 No Content"),
        Delivered("RFC 9112 §6.3", "204 with a body", Head("HTTP/1.1 204 No Content", Length) + "hello", "HTTP/1.1 204 No Content").ThenDiscarded(),
        Delivered("RFC 9110 §15.4.5", "304", Head("HTTP/1.1 304 Not Modified", "ETag: \"e\""), "HTTP/1.1 304 Not Modified", "ETag: \"e\""),
        Delivered("RFC 9110 §15.4.5", "304 with a length", Head("HTTP/1.1 304 Not Modified", Length), "HTTP/1.1 304 Not Modified", Length),
        Delivered("RFC 9112 §6.3", "304 with a body", Head("HTTP/1.1 304 Not Modified", Length) + "hello", "HTTP/1.1 304 Not Modified", Length).ThenDiscarded(),
        Delivered("RFC 9112 §6.3", "304 to HTTP/1.0", Head("HTTP/1.1 304 Not Modified"), "HTTP/1.1 304 Not Modified").ToClosed(Asked10),
        Delivered("RFC 9110 §9.3.2", "HEAD with a length", Reply(Length), Status, Length).To(AskedHead),
        Delivered("RFC 9112 §6.3", "HEAD with a body", Hello(), Status, Length).To(AskedHead).ThenDiscarded(),
        Delivered("RFC 9112 §6.3", "HEAD with chunks", ReplyChunks("0\r\n\r\n"), Status).To(AskedHead).ThenDiscarded(),
        Delivered("RFC 9112 §6.3", "HEAD without framing", Reply("A: b"), Status, "A: b").To(AskedHead),
    ];

    private static IEnumerable<ResponseCase> UntilClose =>
    [
        Delivered("RFC 9112 §6.3", "until close", Reply() + "hello", Status, Chunked).WithBody("hello").ThenEnd(),
        Delivered("RFC 9112 §6.3", "until close, empty", Reply(), Status, Chunked).ThenEnd(),
        Delivered("RFC 9112 §6.3", "until close, what looks like a response", Reply() + Hello(), Status, Chunked).WithBody(Hello()).ThenEnd(),
        Delivered("RFC 9112 §6.3", "until close, from HTTP/1.0", Head("HTTP/1.0 200 OK", "A: b") + "hello", Status, Chunked, "A: b").WithBody("hello").ThenEnd(),
        Delivered("RFC 9112 §6.3", "until close, from HTTP/1.0 that says keep-alive", Head("HTTP/1.0 200 OK", "Connection: keep-alive") + "hello", Status, Chunked)
            .WithBody("hello").ThenEnd(),
        Delivered("RFC 9112 §6.3", "until close, to HTTP/1.0", Reply() + "hello", Status).WithBody("hello").ThenEnd().ToClosed(Asked10),
        Delivered("RFC 9112 §6.3", "until close, to HTTP/1.0 that would be kept", Reply() + "hello", Status).WithBody("hello").ThenEnd()
            .ToClosed("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"),
        Delivered("RFC 9112 §6.3", "length, and then close", Hello(), Status, Length).WithBody("hello").ThenEnd(),
    ];

    private static ResponseCase Bad(string section, string name, params string[] lines) => BadGateway(section, name, Reply(lines) + InChunks);
}
