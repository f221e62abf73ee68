using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Field lines: names, values, what ends them, how many.</summary>
internal static class FieldCases
{
    public static IEnumerable<RequestCase> All => [.. Names, .. Values, .. LineEnds, .. Passed, .. Numbers];

    private static IEnumerable<RequestCase> Names =>
    [
        Bad("RFC 9112 §5.1", "space before the colon", "A : b"),
        Bad("RFC 9112 §5.1", "tab before the colon", "A\t: b"),
        Bad("RFC 9112 §5.2", "folded line", "A: b\r\n c"),
        Bad("RFC 9112 §5.2", "line folded with a tab", "A: b\r\n\tc"),
        Bad("RFC 9112 §5.2", "folded to nothing", "A: b\r\n "),
        Refused("RFC 9112 §2.2", "whitespace before the first line", 400, "GET / HTTP/1.1\r\n A: b\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §2.2", "whitespace before a Host in the first line", 400, "GET / HTTP/1.1\r\n Host: b\r\nHost: a\r\n\r\n"),
        Bad("RFC 9112 §5", "no name", ": b"),
        Bad("RFC 9112 §5", "no colon", "A"),
        Bad("RFC 9112 §5", "equals sign for the colon", "A= b"),
        Bad("RFC 9110 §5.1", "space in the name", "A b: c"),
        Bad("RFC 9110 §5.1", "parenthesis in the name", "A(b: c"),
        Bad("RFC 9110 §5.1", "slash in the name", "A/b: c"),
        Bad("RFC 9110 §5.1", "at sign in the name", "A@b: c"),
        Bad("RFC 9110 §5.1", "bracket in the name", "A[0]: c"),
        Bad("RFC 9110 §5.1", "quotes around the name", "\"A\": b"),
        Bad("RFC 9110 §5.1", "non-ASCII in the name", "A\u00e9: b"),
        Bad("RFC 9110 §5.1", "NUL in the name", "A\0: b"),
        Bad("RFC 9110 §5.1", "control byte in the name", "A\u000b: b"),
        Bad("RFC 9110 §5.1", "DEL in the name", "A\u007f: b"),
    ];

    private static IEnumerable<RequestCase> Values =>
        new[] { 0x00, 0x01, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f }
            .SelectMany(value => new[]
            {
                Bad("RFC 9110 §5.5", $"byte 0x{value:x2} in a value", $"A: b{(char)value}c"),
                Bad("RFC 9110 §5.5", $"byte 0x{value:x2} for a value", $"A:{(char)value}"),
            });

    private static IEnumerable<RequestCase> LineEnds =>
    [
        Bad("RFC 9112 §2.2", "bare CR in a value", "A: b\rc"),
        Bad("RFC 9112 §2.2", "bare CR and a field behind it", "A: b\rContent-Length: 5"),
        Bad("RFC 9112 §2.2", "two CR before LF", "A: b\r"),
        Bad("RFC 9112 §2.2", "bare LF in a value", "A: b\nc"),
        Bad("RFC 9112 §2.2", "bare LF and a field behind it", "A: b\nContent-Length: 5"),
        Refused("RFC 9112 §2.2", "bare LF ends the last line", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
        Refused("RFC 9112 §2.2", "bare LF ends the head", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        Refused("RFC 9112 §2.2", "bare CR ends the head", 400, "GET / HTTP/1.1\r\nHost: a\r\n\r"),
        Refused("RFC 9112 §2.2", "LF before CR", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n\r"),
    ];

    private static IEnumerable<RequestCase> Passed =>
    [
        Good("RFC 9110 §5.5", "empty value", "A:"),
        Good("RFC 9110 §5.5", "obs-text in a value", "A: \u0080\u00e9\u00ff"),
        Good("RFC 9110 §5.5", "tab in a value", "A: b\tc"),
        Good("RFC 9110 §5.5", "colons and quotes in a value", "A: b:\"c:d\""),
        Good("RFC 9110 §5.1", "every byte of a token in the name", "!#$%&'*+-.^_`|~09AZaz: b"),
        Good("RFC 9110 §5.1", "one letter", "x: y"),
        Forwarded("RFC 9110 §5.5", "whitespace around a value", Get("A: \t b\t \t"), Line, HostA, "A: b"),
        Forwarded("RFC 9110 §5.3", "order of lines of one name", Get("A: 1", "B: 2", "a: 3", "A: 0"), Line, HostA, "A: 1", "a: 3", "A: 0", "B: 2"),
    ];

    private static IEnumerable<RequestCase> Numbers =>
    [
        Forwarded("RFC 9110 §5.4", "a hundred lines", Get(Lines(99)), [Line, HostA, .. Lines(99)]),
        Refused("RFC 9110 §5.4", "a hundred and one lines", 431, Get(Lines(100))),
        Forwarded("RFC 9110 §5.4", "as large as allowed", Get(Large(0)), Line, HostA, Large(0)),
        Refused("RFC 9110 §5.4", "a byte larger than allowed", 431, Get(Large(1))),
        Refused("RFC 9110 §5.4", "a name without end", 431, $"GET / HTTP/1.1\r\nHost: a\r\n{new string('n', 33_000)}"),
    ];

    private static RequestCase Bad(string section, string name, string line) => Refused(section, name, 400, Get(line));

    private static RequestCase Good(string section, string name, string line) => Forwarded(section, name, Get(line), Line, HostA, line.EndsWith(':') ? line + " " : line);

    private static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(i => $"N{i}: {i}")];

    // With HostA, CRLFs and the empty line these make 32 KiB, and so many bytes more.
    private static string Large(int more) => "A: " + new string('v', (32 * 1024) - "Host: a\r\nA: \r\n\r\n".Length + more);
}
