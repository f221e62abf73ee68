using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Chunked bodies of requests: sizes, extensions, what ends data.</summary>
internal static class ChunkCases
{
    private const string Last = "0\r\n\r\n";

    public static IEnumerable<RequestCase> All => [.. Bodies, .. Sizes, .. Extensions, .. Ends];

    private static IEnumerable<RequestCase> Bodies =>
    [
        Good("none", Last, ""),
        Good("one", "5\r\nhello\r\n" + Last, "hello"),
        Good("several", "1\r\nh\r\n2\r\nel\r\n2\r\nlo\r\n" + Last, "hello"),
        Good("data that looks like chunks", "c\r\n0\r\n\r\n5\r\n\r\n\r\n\r\n" + Last, "0\r\n\r\n5\r\n\r\n\r\n"),
        Good("data of any bytes", "4\r\n\0\n\r\u00ff\r\n" + Last, "\0\n\r\u00ff"),
        Good("letters in lower case", "a\r\n0123456789\r\n" + Last, "0123456789"),
        Good("letters in upper case", "A\r\n0123456789\r\n" + Last, "0123456789"),
        Good("leading zeros", "0005\r\nhello\r\n" + Last, "hello"),
        Good("several zeros for the last", "5\r\nhello\r\n000\r\n\r\n", "hello"),
        Forwarded("RFC 9112 §7.1", "behind the last stands the next request", PostChunks("5\r\nhello\r\n" + Last) + Get(), PostLine, HostA, Chunked)
            .WithBody("hello").Then(Line, HostA),
    ];

    private static IEnumerable<RequestCase> Sizes =>
    [
        Bad("size with a letter behind f", "g\r\nhello\r\n"),
        Bad("size in hexadecimal as C has it", "0x5\r\nhello\r\n"),
        Bad("size below zero", "-5\r\nhello\r\n"),
        Bad("size with a plus", "+5\r\nhello\r\n"),
        Bad("space before the size", " 5\r\nhello\r\n"),
        Bad("space behind the size", "5 \r\nhello\r\n"),
        Bad("tab behind the size", "5\t\r\nhello\r\n"),
        Bad("space in the size", "0 5\r\nhello\r\n"),
        Bad("underscore in the size", "0_5\r\nhello\r\n"),
        Bad("comma behind the size", "5,\r\nhello\r\n"),
        Bad("no size", "\r\nhello\r\n"),
        Bad("NUL behind the size", "5\0\r\nhello\r\n"),
        Bad("size of 63 bits and one more", "8000000000000000\r\nhello\r\n"),
        Bad("size of 64 bits and five more", "10000000000000005\r\nhello\r\n"),
        Bad("size of 32 bits and five more, with zeros", "000000000000100000005\r\nhello\r\n"),
        Bad("size of sixteen f", "ffffffffffffffff\r\nhello\r\n"),
        Bad("bare LF behind the size", "5\nhello\r\n"),
        Bad("bare CR behind the size", "5\rhello\r\n"),
        Bad("two CR behind the size", "5\r\r\nhello\r\n"),
    ];

    private static IEnumerable<RequestCase> Extensions =>
    [
        Extended("name", ";a"),
        Extended("name and value", ";a=b"),
        Extended("several", ";a;b=c;d"),
        Extended("quoted value", ";a=\"b;c=d\""),
        Extended("escaped quote", ";a=\"\\\"\""),
        Extended("bad whitespace", " ; a = b ; c"),
        Good("extension of the last", "5\r\nhello\r\n0;a=b\r\n\r\n", "hello"),
        BadExtension("without name", ";"),
        BadExtension("without size", ";a", size: ""),
        BadExtension("without value", ";a="),
        BadExtension("without semicolon", "a=b"),
        BadExtension("without semicolon, behind a space", " a"),
        BadExtension("two values", ";a=b=c"),
        BadExtension("name of no token", ";a@b"),
        BadExtension("quotes left open", ";a=\"b"),
        BadExtension("text behind the quotes", ";a=\"b\"c"),
        BadExtension("control byte in quotes", ";a=\"\u0001\""),
        BadExtension("NUL", ";a\0"),
        BadExtension("bare CR in quotes", ";a=\"\r\""),
        BadExtension("bare LF in quotes", ";a=\"\nb\""),
        BadExtension("bare LF behind it", ";a\n5"),
        BadExtension("space behind it", ";a "),
        BadExtension("longer than allowed", ";a=" + new string('b', 300)),
    ];

    private static IEnumerable<RequestCase> Ends =>
    [
        Bad("no CRLF behind data", "5\r\nhello5\r\nhello\r\n"),
        Bad("no CRLF before the last", "5\r\nhello"),
        Bad("bare LF behind data", "5\r\nhello\n"),
        Bad("bare CR behind data", "5\r\nhello\r"),
        Bad("LF before CR behind data", "5\r\nhello\n\r"),
        Bad("data longer than its size", "4\r\nhello\r\n"),
        Bad("data shorter than its size", "6\r\nhello\r\n"),
        Bad("two CRLF behind data", "5\r\nhello\r\n\r\n"),
        Broken("RFC 9112 §7.1", "bare LF behind the last", 400, PostChunks("5\r\nhello\r\n0\n\n")),
        Broken("RFC 9112 §7.1", "bare LF ends the body", 400, PostChunks("5\r\nhello\r\n0\r\n\n")),
        Broken("RFC 9112 §7.1", "no CRLF behind the last", 400, PostChunks("5\r\nhello\r\n0\r\n") + Get()),
    ];

    private static RequestCase Good(string name, string coded, string body) =>
        Forwarded("RFC 9112 §7.1", name, PostChunks(coded), PostLine, HostA, Chunked).WithBody(body);

    private static RequestCase Bad(string name, string coded) => Broken("RFC 9112 §7.1", name, 400, PostChunks(coded + Last));

    private static RequestCase Extended(string name, string extension) =>
        Forwarded("RFC 9112 §7.1.1", $"extension: {name}", PostChunks($"5{extension}\r\nhello\r\n{Last}"), PostLine, HostA, Chunked).WithBody("hello");

    private static RequestCase BadExtension(string name, string extension, string size = "5") =>
        Broken("RFC 9112 §7.1.1", $"bad extension: {name}", 400, PostChunks($"{size}{extension}\r\nhello\r\n{Last}"));
}
