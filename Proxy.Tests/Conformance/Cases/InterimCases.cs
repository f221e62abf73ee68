using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.ResponseCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Interim responses.</summary>
internal static class InterimCases
{
    private const string Status = "HTTP/1.1 200 OK";
    private const string Length = "Content-Length: 5";
    private const string Hint = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    private const int MaxInterim = 16;

    private static readonly string[] HintLines = ["HTTP/1.1 103 Early Hints", "Link: </a.css>"];

    public static IEnumerable<ResponseCase> All =>
    [
        Relayed("103", Hint, HintLines),
        Relayed("100 nobody waits for", "HTTP/1.1 100 Continue\r\n\r\n", ["HTTP/1.1 100 Continue"]),
        Relayed("102", "HTTP/1.1 102 Processing\r\n\r\n", ["HTTP/1.1 102 Processing"]),
        Relayed("199, which is none we know", "HTTP/1.1 199 x\r\nA: b\r\n\r\n", ["HTTP/1.1 199 x", "A: b"]),
        Relayed("two", Hint + "HTTP/1.1 100 Continue\r\n\r\n", HintLines, ["HTTP/1.1 100 Continue"]),
        Relayed("without fields of the hop", "HTTP/1.1 103 x\r\nConnection: X-A\r\nX-A: 1\r\nServer: y\r\nKeep-Alive: 1\r\nLink: z\r\n\r\n", ["HTTP/1.1 103 x", "Link: z"]),
        Relayed("without a length (RFC 9110 §8.6)", "HTTP/1.1 103 x\r\nContent-Length: 5\r\n\r\n", ["HTTP/1.1 103 x"]),
        Relayed("as many as allowed", Repeat(Hint, MaxInterim), [.. Enumerable.Repeat(HintLines, MaxInterim)]),
        Relayed("none to HTTP/1.0", Hint).ToClosed(Asked10),
        BadGateway("RFC 9110 §15.2", "one more than allowed", Repeat(Hint, MaxInterim + 1) + Hello()) with { Interim = [.. Enumerable.Repeat(HintLines, MaxInterim)] },
        BadGateway("RFC 9110 §15.2", "more than allowed, to HTTP/1.0", Repeat(Hint, MaxInterim + 1) + Hello()).ToClosed(Asked10),
        BadGateway("RFC 9112 §6.1", "in chunks", Head("HTTP/1.1 103 x", Chunked) + "0\r\n\r\n" + Hello()),
        BadGateway("RFC 9110 §15.2.2", "101 nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello"),
        BadGateway("RFC 9110 §15.2.2", "101 without a protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n" + Hello()),
        BadGateway("RFC 9110 §15.2.2", "101 to a protocol that was not asked for", "HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
            .To("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        BadGateway("RFC 9110 §15.2", "and then nothing", Hint) with { Interim = [HintLines], End = OriginEnd.Closes },
        BadGateway("RFC 9110 §15.2", "and then half a head", Hint + "HTTP/1.1 2") with { Interim = [HintLines], End = OriginEnd.Closes },
        BadGateway("RFC 9110 §15.2", "and then a bad one", Hint + "HTTP/1.1 200 O\0K\r\n\r\n") with { Interim = [HintLines] },
        BadGateway("RFC 9110 §5.5", "a bad one", "HTTP/1.1 103 x\r\nA: \0\r\n\r\n" + Hello()),
        BadGateway("RFC 9112 §5.2", "a folded one", "HTTP/1.1 103 x\r\nA: b\r\n c\r\n\r\n" + Hello()),
        BadGateway("RFC 9110 §15.2", "and then what would be its body", "HTTP/1.1 103 x\r\nContent-Length: 5\r\n\r\nhello" + Hello()) with { Interim = [["HTTP/1.1 103 x"]] },
        Delivered("RFC 9110 §10.1.1", "consent, then the response", "HTTP/1.1 100 Continue\r\n\r\n" + Hello(), Status, Length).WithBody("hello")
            .ToClosed(Head(PostLine, HostA, "Content-Length: 99", "Expect: 100-continue")).ThenDiscarded() with { Interim = [["HTTP/1.1 100 Continue"]] },
    ];

    private static ResponseCase Relayed(string name, string interim, params string[][] lines) =>
        Delivered("RFC 9110 §15.2", $"relayed: {name}", interim + Hello(), Status, Length).WithBody("hello") with { Interim = lines };

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
