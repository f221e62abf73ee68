using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Expect and Max-Forwards.</summary>
internal static class ControlCases
{
    private const string Options = "OPTIONS / HTTP/1.1";
    private const string Consent = "HTTP/1.1 100 Continue\r\n\r\n";

    public static IEnumerable<RequestCase> All =>
    [
        Consented("Expect: 100-continue"),
        Consented("expect: 100-Continue"),
        Forwarded("RFC 9110 §10.1.1", "no consent, but the response", Post("Expect: 100-continue", "Content-Length: 5"), PostLine, HostA, "Expect: 100-continue", "Content-Length: 5")
            .WithBody("hello"),
        Unmet("something else", Get("Expect: something")),
        Unmet("something else beside it", Get("Expect: 100-continue, something")),
        Unmet("two expectations", Get("Expect: 100-continue", "Expect: something")),
        Unmet("with a parameter", Get("Expect: 100-continue;a=b")),
        Unmet("something else, with a body", Post("Expect: something", "Content-Length: 5")),
        Forwarded("RFC 9110 §10.1.1", "ignored in HTTP/1.0", Head("POST / HTTP/1.0", HostA, "Expect: 100-continue", "Content-Length: 5") + "hello",
                PostLine, HostA, "Content-Length: 5")
            .WithBody("hello").From10().ThenClosed(),
        Forwarded("RFC 9110 §10.1.1", "something else ignored in HTTP/1.0", Head("GET / HTTP/1.0", HostA, "Expect: something"), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9110 §7.6.2", "counted down", Head(Options, HostA, "Max-Forwards: 1"), Options, HostA, "Max-Forwards: 0"),
        Forwarded("RFC 9110 §7.6.2", "counted down past a digit", Head(Options, HostA, "max-forwards: 10"), Options, HostA, "Max-Forwards: 9"),
        Forwarded("RFC 9110 §7.6.2", "counted down for the asterisk", Head("OPTIONS * HTTP/1.1", HostA, "Max-Forwards: 3"), "OPTIONS * HTTP/1.1", HostA, "Max-Forwards: 2"),
        Forwarded("RFC 9110 §7.6.2", "OPTIONS without", Head(Options, HostA), Options, HostA),
        Forwarded("RFC 9110 §7.6.2", "not that of GET", Get("Max-Forwards: 0"), Line, HostA, "Max-Forwards: 0"),
        Forwarded("RFC 9110 §7.6.2", "not that of a method in lower case", Head("options / HTTP/1.1", HostA, "Max-Forwards: 0"), "options / HTTP/1.1", HostA, "Max-Forwards: 0"),
        Ended("OPTIONS that may go no further", Head(Options, HostA, "Max-Forwards: 0")),
        Ended("OPTIONS * that may go no further", Head("OPTIONS * HTTP/1.1", HostA, "Max-Forwards: 0")),
        Refused("RFC 9110 §7.6.2", "TRACE that may go no further is refused as any TRACE", 405, Head("TRACE / HTTP/1.1", HostA, "Max-Forwards: 0")),
        Refused("RFC 9110 §7.6.2", "no number", 400, Head(Options, HostA, "Max-Forwards: x")),
        Refused("RFC 9110 §7.6.2", "below zero", 400, Head(Options, HostA, "Max-Forwards: -1")),
        Refused("RFC 9110 §7.6.2", "two lines", 400, Head(Options, HostA, "Max-Forwards: 1", "Max-Forwards: 0")),
    ];

    private static RequestCase Consented(string line) =>
        Forwarded("RFC 9110 §10.1.1", $"consent is relayed: {line}", Post(line, "Content-Length: 5"), PostLine, HostA, line, "Content-Length: 5").WithBody("hello") with
        {
            Answer = Consent + Answered,
            Statuses = [100, 200],
        };

    private static RequestCase Unmet(string name, string input) => new("RFC 9110 §10.1.1", name, input) { Statuses = [417], Fate = Fate.AsSaid };

    private static RequestCase Ended(string name, string input) => new("RFC 9110 §7.6.2", name, input) { Statuses = [200] };
}
