using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Who the client is, is the proxy's to say: what a client says of it is dropped, under every name an origin may read.</summary>
internal static class IdentityCases
{
    public static IEnumerable<RequestCase> All =>
    [
        .. new[]
        {
            "X-Forwarded-For: 192.0.2.1", "x-forwarded-for: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil", "X-Forwarded-Port: 1",
            "X-Forwarded-Server: evil", "X-Forwarded-Prefix: /evil", "X-Real-IP: 192.0.2.1", "X-REAL-ip: 192.0.2.1", "Forwarded: for=192.0.2.1;proto=https",
        }.Select(line => Dropped("RFC 7239 §8.1", "forged", line)),
        Forwarded("RFC 7239 §8.1", "forged twice", Get("X-Forwarded-For: 192.0.2.1", "A: b", "X-Forwarded-For: 192.0.2.2"), Line, HostA, "A: b"),
        .. new[]
        {
            "X_Forwarded_For: 192.0.2.1", "x_forwarded-for: 192.0.2.1", "X-Forwarded_For: 192.0.2.1", "X_Forwarded_Proto: https", "X_FORWARDED_HOST: evil",
            "X_Forwarded_Prefix: /evil", "X_Real_IP: 192.0.2.1", "X-Real_IP: 192.0.2.1", "Content_Length: 5", "Transfer_Encoding: chunked",
            "Keep_Alive: timeout=5", "Proxy_Connection: close", "HTTP2_Settings: x", "Max_Forwards: 0",
        }.Select(line => Dropped("RFC 3875 §4.1.18", "passes for ours", line)),
        .. new[] { "a_b: c", "_: c", "X_Sum: 1", "Host_: b", "X__Real_IP: 192.0.2.1", "User_Agent: x", "X_Forwarded: x" }
            .Select(line => Forwarded("RFC 9110 §5.1", $"is kept: {line}", Get(line), Line, HostA, line)),
        Forwarded("RFC 9110 §7.6.3", "Via goes behind those that came", Get("Via: 1.0 fred, 1.1 p.example"), Line, HostA, "Via: 1.0 fred, 1.1 p.example"),
        Forwarded("RFC 9110 §7.6.3", "Via behind two lines", Get("Via: 1.0 fred", "A: b", "Via: 1.1 p.example"), Line, HostA, "Via: 1.0 fred", "Via: 1.1 p.example", "A: b"),
        Forwarded("RFC 9110 §7.6.3", "Via tells HTTP/1.0", Head("GET / HTTP/1.0", HostA), Line, HostA).From10().ThenClosed(),
        .. new[] { "X-Request-ID: 1", "Authorization: Basic eA==", "Cookie: a=b", "Origin: http://a", "Traceparent: 00-1-2-00" }
            .Select(line => Forwarded("RFC 9110 §5.1", $"is not ours: {line}", Get(line), Line, HostA, line)),
    ];

    private static RequestCase Dropped(string section, string why, string line) => Forwarded(section, $"{why}: {line}", Get(line, "A: b"), Line, HostA, "A: b");
}
