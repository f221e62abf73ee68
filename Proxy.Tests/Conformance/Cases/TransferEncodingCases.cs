using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Transfer-Encoding of a request: chunked and nothing else, and in no disguise.</summary>
internal static class TransferEncodingCases
{
    private const string Body = "5\r\nhello\r\n0\r\n\r\n";

    public static IEnumerable<RequestCase> All =>
    [
        Good("Transfer-Encoding: chunked"),
        Good("transfer-encoding:chunked"),
        Good("Transfer-Encoding: Chunked"),
        Good("TRANSFER-ENCODING: CHUNKED"),
        Good("Transfer-Encoding:  chunked  "),
        Good("Transfer-Encoding:\tchunked\t"),
        Bad("with Content-Length behind it", Chunked, "Content-Length: 5"),
        Bad("with Content-Length before it", "Content-Length: 5", Chunked),
        Bad("with Content-Length of zero", "Content-Length: 0", Chunked),
        Bad("with a bad Content-Length", Chunked, "Content-Length: x"),
        Bad("twice", Chunked, Chunked),
        Bad("twice, apart, in another case", Chunked, "A: b", "transfer-encoding: Chunked"),
        Bad("twice in one line", "Transfer-Encoding: chunked, chunked"),
        Bad("followed by another coding", "Transfer-Encoding: chunked, gzip"),
        Bad("followed by identity", "Transfer-Encoding: chunked, identity"),
        Bad("followed by another coding in a line of its own", Chunked, "Transfer-Encoding: gzip"),
        Bad("after identity in a line of its own", "Transfer-Encoding: identity", Chunked),
        Bad("comma behind it", "Transfer-Encoding: chunked,"),
        Bad("comma before it", "Transfer-Encoding: ,chunked"),
        Bad("semicolon behind it", "Transfer-Encoding: chunked;"),
        Bad("parameter", "Transfer-Encoding: chunked;q=1"),
        Bad("quotes", "Transfer-Encoding: \"chunked\""),
        Bad("single word twice", "Transfer-Encoding: chunked chunked"),
        Bad("space inside", "Transfer-Encoding: chun ked"),
        Bad("empty", "Transfer-Encoding:"),
        Bad("a comma", "Transfer-Encoding: ,"),
        Bad("vertical tab before it", "Transfer-Encoding: \u000bchunked"),
        Bad("form feed behind it", "Transfer-Encoding: chunked\u000c"),
        Bad("NUL behind it", "Transfer-Encoding: chunked\0"),
        Bad("CR behind it", "Transfer-Encoding: chunked\r"),
        Bad("no-break space before it", "Transfer-Encoding: \u00a0chunked"),
        Bad("letter that folds to k", "Transfer-Encoding: chun\u00e2\u0084\u00aaed"),
        Bad("space before the colon", "Transfer-Encoding : chunked"),
        Bad("tab before the colon", "Transfer-Encoding\t: chunked"),
        Bad("NUL before the colon", "Transfer-Encoding\0: chunked"),
        Bad("folded", "Transfer-Encoding:\r\n chunked"),
        Bad("hidden behind a bare CR", "A: b\rTransfer-Encoding: chunked"),
        Bad("hidden behind a bare LF", "A: b\nTransfer-Encoding: chunked"),
        Bad("hidden in a folded line", "A: b\r\n Transfer-Encoding: chunked"),
        Refused("RFC 9112 §2.2", "whitespace before it in the first line", 400, Head(PostLine, " " + Chunked, HostA) + Body),
        Refused("RFC 9112 §6.1", "on HTTP/1.0", 400, Head("POST / HTTP/1.0", HostA, Chunked) + Body),
        Refused("RFC 9112 §6.1", "on HTTP/1.0, with keep-alive", 400, Head("POST / HTTP/1.0", HostA, "Connection: keep-alive", Chunked) + Body),
        Refused("RFC 9112 §6.1", "another coding on HTTP/1.0", 400, Head("POST / HTTP/1.0", HostA, "Transfer-Encoding: gzip") + Body),
        Unknown("gzip"),
        Unknown("gzip, chunked"),
        Unknown("gzip;q=1, chunked"),
        Unknown("deflate"),
        Unknown("identity"),
        Unknown("xchunked"),
        Unknown("chunkedx"),
        Unknown("chunke"),
        Unknown("cow, chunked"),
        Forwarded("RFC 9112 §6.3", "with an underscore it is none, and dropped", Get("Transfer_Encoding: chunked"), Line, HostA),
        Forwarded("RFC 9110 §8.4", "as a content coding it frames nothing", Get("Content-Encoding: chunked"), Line, HostA, "Content-Encoding: chunked"),
        Forwarded("RFC 9112 §6.1", "with GET", Get(Chunked) + Body, Line, HostA, Chunked).WithBody("hello"),
    ];

    private static RequestCase Good(string line) =>
        Forwarded("RFC 9112 §6.1", line.Replace('\t', '›'), Head(PostLine, HostA, line) + Body, PostLine, HostA, Chunked).WithBody("hello");

    private static RequestCase Bad(string name, params string[] lines) => Refused("RFC 9112 §6.1", name, 400, Head([PostLine, HostA, .. lines]) + Body);

    private static RequestCase Unknown(string codings) =>
        Refused("RFC 9112 §6.1", $"unknown: {codings}", 501, Head(PostLine, HostA, $"Transfer-Encoding: {codings}") + Body);
}
