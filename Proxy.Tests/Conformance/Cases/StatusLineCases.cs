using static Proxy.Tests.Conformance.ResponseCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>The status line of a response.</summary>
internal static class StatusLineCases
{
    private const string Rest = "\r\nContent-Length: 5\r\n\r\nhello";
    private const int MaxLine = 8192;

    public static IEnumerable<ResponseCase> All =>
    [
        .. new[] { "200 OK", "200 ", "201 Created", "299 Two Nine Nine", "404 Not Found", "499 x", "503 Service Unavailable", "599 x", "200 \u00e9\tO K" }.Select(Good),
        Delivered("RFC 9112 §4", "no space before an empty phrase", "HTTP/1.1 200" + Rest, "HTTP/1.1 200 ", "Content-Length: 5").WithBody("hello"),
        Delivered("RFC 9112 §2.3", "HTTP/1.0, which closes", "HTTP/1.0 200 OK" + Rest, "HTTP/1.1 200 OK", "Content-Length: 5").WithBody("hello").ThenDiscarded(),
        Delivered("RFC 9112 §9.3", "HTTP/1.0, which is kept", "HTTP/1.0 200 OK\r\nConnection: keep-alive" + Rest, "HTTP/1.1 200 OK", "Content-Length: 5").WithBody("hello"),
        Delivered("RFC 9112 §4", "as long as allowed", $"HTTP/1.1 200 {Phrase(MaxLine)}{Rest}", $"HTTP/1.1 200 {Phrase(MaxLine)}", "Content-Length: 5").WithBody("hello"),
        BadGateway("RFC 9112 §4", "a byte longer than allowed", $"HTTP/1.1 200 {Phrase(MaxLine + 1)}{Rest}"),
        Bad("RFC 9110 §15", "HTTP/1.1 99 X"),
        Bad("RFC 9110 §15", "HTTP/1.1 099 X"),
        Bad("RFC 9110 §15", "HTTP/1.1 000 X"),
        Bad("RFC 9110 §15", "HTTP/1.1 600 X"),
        Bad("RFC 9110 §15", "HTTP/1.1 999 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 20 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 2 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 2000 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 2x0 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 -20 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 +20 X"),
        Bad("RFC 9112 §4", "HTTP/1.1 OK 200"),
        Bad("RFC 9112 §4", "HTTP/1.1 OK"),
        Bad("RFC 9112 §4", "HTTP/1.1 "),
        BadGateway("RFC 9112 §4", "nothing but a version", "HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"),
        Bad("RFC 9112 §4", "HTTP/1.1 200OK"),
        Bad("RFC 9112 §4", "HTTP/1.1  200 OK"),
        Bad("RFC 9112 §4", "HTTP/1.1\t200 OK"),
        Bad("RFC 9112 §4", "HTTP/1.1 200\tOK"),
        Bad("RFC 9112 §4", " HTTP/1.1 200 OK"),
        Bad("RFC 9112 §4", "HTTP/1.1 200 O\0K"),
        Bad("RFC 9112 §4", "HTTP/1.1 200 O\rK"),
        Bad("RFC 9112 §4", "HTTP/1.1 200 OK\u007f"),
        Bad("RFC 9112 §2.2", "HTTP/1.1 200 OK\nA: b"),
        Bad("RFC 9112 §2.2", "\r\nHTTP/1.1 200 OK"),
        Bad("RFC 9112 §2.3", "HTTP/2 200"),
        Bad("RFC 9112 §2.3", "HTTP/2.0 200 OK"),
        Bad("RFC 9112 §2.3", "HTTP/0.9 200 OK"),
        Bad("RFC 9112 §2.3", "HTTP/1.10 200 OK"),
        Bad("RFC 9112 §2.3", "HTTP/11 200 OK"),
        Bad("RFC 9112 §2.3", "http/1.1 200 OK"),
        Bad("RFC 9112 §2.3", "ICY 200 OK"),
        BadGateway("RFC 9112 §2.3", "a body alone, as in HTTP/0.9", "<html>hello</html>") with { End = OriginEnd.Closes },
        BadGateway("RFC 9112 §8", "nothing", "") with { End = OriginEnd.Closes },
        BadGateway("RFC 9112 §8", "half a line", "HTTP/1.1 20") with { End = OriginEnd.Closes },
        BadGateway("RFC 9112 §8", "half a head", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n") with { End = OriginEnd.Closes },
        BadGateway("RFC 9112 §8", "half a head and a reset", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n") with { End = OriginEnd.Resets },
    ];

    private static ResponseCase Good(string status) =>
        Delivered("RFC 9110 §15", status.Replace('\t', '›'), $"HTTP/1.1 {status}{Rest}", $"HTTP/1.1 {status}", "Content-Length: 5").WithBody("hello");

    private static ResponseCase Bad(string section, string line) => BadGateway(section, $"bad: {Rig.Escaped.Of(line).Trim()}", line + Rest);

    private static string Phrase(int lineLength) => new('p', lineLength - "HTTP/1.1 200 ".Length);
}
