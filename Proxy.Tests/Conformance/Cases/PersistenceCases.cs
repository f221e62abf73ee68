using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Which connections carry another request, and that those on one are answered in order.</summary>
internal static class PersistenceCases
{
    private const string Get1 = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Line1 = "GET /1 HTTP/1.1";
    private const string Line10 = "GET / HTTP/1.0";

    public static IEnumerable<RequestCase> All =>
    [
        Forwarded("RFC 9112 §9.3", "HTTP/1.1", Get(), Line, HostA),
        Forwarded("RFC 9112 §9.3", "HTTP/1.1 with keep-alive", Get("Connection: keep-alive"), Line, HostA),
        Forwarded("RFC 9112 §9.6", "close", Get("Connection: close"), Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.6", "close in another case", Get("connection: CLOSE"), Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.3", "close beside keep-alive", Get("Connection: keep-alive, close"), Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.3", "close in a second line", Get("Connection: keep-alive", "Connection: close"), Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.6", "closed is not close", Get("Connection: closed"), Line, HostA),
        Forwarded("RFC 9112 §9.3", "HTTP/1.0", Head(Line10, HostA), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with keep-alive", Head(Line10, HostA, "Connection: keep-alive"), Line, HostA).From10() with { Says = ["Connection: keep-alive"] },
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with Keep-Alive", Head(Line10, HostA, "Connection: Keep-Alive"), Line, HostA).From10() with { Says = ["Connection: keep-alive"] },
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with close", Head(Line10, HostA, "Connection: close"), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with both", Head(Line10, HostA, "Connection: keep-alive, close"), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with the field of old proxies", Head(Line10, HostA, "Proxy-Connection: keep-alive"), Line, HostA).From10().ThenClosed(),
        Forwarded("RFC 9112 §9.3", "HTTP/1.0 with a body and keep-alive", Head("POST / HTTP/1.0", HostA, "Connection: keep-alive", "Content-Length: 5") + "hello",
                PostLine, HostA, "Content-Length: 5")
            .WithBody("hello").From10(),
        Forwarded("RFC 9112 §9.3.2", "two in one go", Get1 + Get(), Line1, HostA).Then(Line, HostA),
        Forwarded("RFC 9112 §9.3.2", "three, with bodies", Get1 + Post("Content-Length: 5") + Get(), Line1, HostA)
            .Then(PostLine, HostA, "Content-Length: 5").WithBody("hello").Then(Line, HostA),
        Forwarded("RFC 9112 §9.3.2", "two in chunks", PostChunks("5\r\nhello\r\n0\r\n\r\n") + PostChunks("2\r\nyo\r\n0\r\n\r\n"), PostLine, HostA, Chunked)
            .WithBody("hello").Then(PostLine, HostA, Chunked).WithBody("yo"),
        Forwarded("RFC 9112 §9.3.2", "the second closes", Get1 + Get("Connection: close"), Line1, HostA).Then(Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.6", "the first closes", Get("Connection: close") + Get1, Line, HostA).ThenClosed(),
        Forwarded("RFC 9112 §9.3.2", "HTTP/1.0 behind HTTP/1.1", Get1 + Head(Line10, HostA), Line1, HostA).Then(Line, HostA).From10().ThenClosed(),
        AfterGood("RFC 9112 §2.2", "a bad one behind a good one", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n" + Get()),
        AfterGood("RFC 9112 §6.1", "framing in doubt behind a good one", 400, Post(Chunked, "Content-Length: 5") + Get()),
        AfterGood("RFC 9110 §9.3.6", "CONNECT behind a good one", 405, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + Get()),
        AfterGood("RFC 9112 §9.3.2", "text behind a good one", 400, "hello\r\n\r\n"),
    ];

    private static RequestCase AfterGood(string section, string name, int status, string second) =>
        Forwarded(section, name, Get1 + second, Line1, HostA).ThenClosed() with { Statuses = [200, status] };
}
