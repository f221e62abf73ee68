using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Methods: which are forwarded, which are not.</summary>
internal static class MethodCases
{
    private const string AllowLine = "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    public static IEnumerable<RequestCase> All =>
    [
        .. new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" }.Select(method => Plain("RFC 9110 §9.3", method)),
        Plain("RFC 9110 §9.1", "BREW"),
        Plain("RFC 9110 §9.1", "M-SEARCH"),
        Plain("RFC 9110 §9.1", "!#$%&'*+-.^_`|~09azAZ"),
        Plain("RFC 9110 §9.1", "get"),
        Plain("RFC 9110 §9.1", "Head"),
        Plain("RFC 9110 §9.1", "trace"),
        Plain("RFC 9110 §9.1", "GETS"),
        Plain("RFC 9110 §9.1", new string('M', 300)),
        Refused("RFC 9110 §9.3.8", "TRACE", 405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n") with { Says = [AllowLine] },
        Refused("RFC 9110 §9.3.8", "TRACE with a body", 405, "TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        Refused("RFC 9110 §9.3.6", "CONNECT", 405, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n") with { Says = [AllowLine] },
        Refused("RFC 9110 §9.3.6", "CONNECT with an address of IPv6", 405, "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT without port", 400, "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT with an empty port", 400, "CONNECT a: HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT to a path", 400, "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT in absolute-form", 400, "CONNECT http://a:443/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT with userinfo", 400, "CONNECT u@a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "CONNECT in lower case is none, and its target no path", 400, "connect a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Forwarded("RFC 9110 §9.3.1", "GET with a body", Head(Line, HostA, "Content-Length: 5") + "hello", Line, HostA, "Content-Length: 5").WithBody("hello"),
        Forwarded("RFC 9110 §9.3.5", "DELETE with chunks", Head("DELETE / HTTP/1.1", HostA, Chunked) + "5\r\nhello\r\n0\r\n\r\n", "DELETE / HTTP/1.1", HostA, Chunked)
            .WithBody("hello"),
        Forwarded("RFC 9110 §9.1", "an unknown method with a body", Head("BREW / HTTP/1.1", HostA, "Content-Length: 5") + "hello", "BREW / HTTP/1.1", HostA, "Content-Length: 5")
            .WithBody("hello"),
        Forwarded("RFC 9110 §8.6", "POST without a body", Head(PostLine, HostA), PostLine, HostA),
        Forwarded("RFC 9110 §9.3.2", "HEAD, then GET", "HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n" + Get(), "HEAD /1 HTTP/1.1", HostA).Then(Line, HostA),
        Refused("RFC 9110 §9.3.2", "a bad HEAD is answered without a body", 400, "HEAD / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    ];

    private static RequestCase Plain(string section, string method) =>
        Forwarded(section, method.Length > 99 ? "a long method" : method, $"{method} /x HTTP/1.1\r\nHost: a\r\n\r\n", $"{method} /x HTTP/1.1", HostA);
}
