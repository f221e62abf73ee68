using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>The four forms of a target, and that its bytes are kept.</summary>
internal static class TargetCases
{
    public static IEnumerable<RequestCase> All => [.. OriginForm, .. AbsoluteForm, .. OtherForms];

    private static IEnumerable<RequestCase> OriginForm =>
    [
        Kept("//a//b"),
        Kept("/../a/./b/.."),
        Kept("/a;p=1;q"),
        Kept("/?"),
        Kept("/a?b?c=d&e=%26"),
        Kept("/%2e%2E/%2F%5c%00"),
        Kept("/%c3%a9"),
        Kept("/:@!$&'()*+,=~-._"),
        Kept("/*"),
        Kept("/http://b/x"),
        Kept("/a%20b"),
        Refused("RFC 9112 §3.2.1", "no slash", 400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.1", "a query alone", 400, "GET ?q HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.1", "backslash for the slash", 400, "GET \\a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.1", "encoded slash", 400, "GET %2Fa HTTP/1.1\r\nHost: a\r\n\r\n"),
    ];

    private static IEnumerable<RequestCase> AbsoluteForm =>
    [
        Absolute("authority replaces Host", "http://b/x", "/x", "b"),
        Absolute("authority with port", "http://b:8080/x", "/x", "b:8080"),
        Absolute("authority with an empty port", "http://b:/x", "/x", "b:"),
        Absolute("address of IPv6", "http://[::1]:81/x", "/x", "[::1]:81"),
        Absolute("empty path", "http://b", "/", "b"),
        Absolute("query without path", "http://b?q=1", "/?q=1", "b"),
        Absolute("query with a URL", "http://b/?u=http://c/", "/?u=http://c/", "b"),
        Absolute("scheme in upper case", "HTTP://b/x", "/x", "b"),
        Absolute("path with empty segments", "http://b//x", "//x", "b"),
        Forwarded("RFC 9112 §3.2.2", "HTTP/1.0 without Host", "GET http://b/x HTTP/1.0\r\n\r\n", "GET /x HTTP/1.1", "Host: b").From10().ThenClosed(),
        Forwarded("RFC 9112 §3.2.4", "OPTIONS without path", "OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1", "Host: b"),
        Forwarded("RFC 9112 §3.2.4", "OPTIONS with a path", "OPTIONS http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS / HTTP/1.1", "Host: b"),
        Forwarded("RFC 9112 §3.2.4", "OPTIONS with a query", "OPTIONS http://b?q HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS /?q HTTP/1.1", "Host: b"),
        Refused("RFC 9112 §3.2", "without Host", 400, "GET http://b/x HTTP/1.1\r\n\r\n"),
        Refused("RFC 9112 §3.2", "with a malformed Host", 400, "GET http://b/x HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Refused("RFC 9112 §3.2", "with two Hosts", 400, "GET http://b/x HTTP/1.1\r\nHost: b\r\nHost: b\r\n\r\n"),
        BadAbsolute("RFC 9110 §4.2.4", "userinfo", "http://u:p@b/x"),
        BadAbsolute("RFC 9110 §4.2.1", "empty authority", "http:///x"),
        BadAbsolute("RFC 9110 §4.2.1", "nothing but the scheme", "http://"),
        BadAbsolute("RFC 9112 §3.2.2", "one slash", "http:/b/x"),
        BadAbsolute("RFC 9112 §3.2.2", "no slash behind the scheme", "http:b"),
        BadAbsolute("RFC 9110 §7.1", "another scheme", "ftp://b/x"),
        BadAbsolute("RFC 3986 §3.2.3", "port too large", "http://b:65536/x"),
        BadAbsolute("RFC 3986 §3.2.3", "port of letters", "http://b:http/x"),
        BadAbsolute("RFC 3986 §3.2.2", "backslash behind the host", "http://b\\x"),
        BadAbsolute("RFC 3986 §3.2.2", "comma in the host", "http://b,c/x"),
        BadAbsolute("RFC 3986 §3.2.2", "address of IPv6 left open", "http://[::1/x"),
        new("RFC 9110 §7.4", "https where the connection is not secured", "GET https://b/x HTTP/1.1\r\nHost: b\r\n\r\n") { Statuses = [421], Fate = Fate.AsSaid },
    ];

    private static IEnumerable<RequestCase> OtherForms =>
    [
        Forwarded("RFC 9112 §3.2.4", "asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1", HostA),
        Refused("RFC 9112 §3.2.4", "asterisk with GET", 400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.4", "asterisk with options in lower case", 400, "options * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.4", "asterisk and more", 400, "OPTIONS *a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2.3", "authority-form with GET", 400, "GET a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"),
    ];

    private static RequestCase Kept(string target) =>
        Forwarded("RFC 9112 §3.2.1", $"kept as sent: {target}", $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n", $"GET {target} HTTP/1.1", HostA);

    private static RequestCase Absolute(string name, string target, string path, string host) =>
        Forwarded("RFC 9112 §3.2.2", name, $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n", $"GET {path} HTTP/1.1", $"Host: {host}");

    private static RequestCase BadAbsolute(string section, string name, string target) =>
        Refused(section, name, 400, $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
}
