using static Proxy.Tests.Conformance.Cases.Http;
using static Proxy.Tests.Conformance.RequestCase;

namespace Proxy.Tests.Conformance.Cases;

/// <summary>Host: exactly one, and one that names a host.</summary>
internal static class HostCases
{
    public static IEnumerable<RequestCase> All =>
    [
        Refused("RFC 9112 §3.2", "none", 400, "GET / HTTP/1.1\r\n\r\n"),
        Refused("RFC 9112 §3.2", "none, but other fields", 400, "GET / HTTP/1.1\r\nA: b\r\n\r\n"),
        Refused("RFC 9112 §3.2", "two", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Refused("RFC 9112 §3.2", "two equal ones", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Refused("RFC 9112 §3.2", "two in another case, apart", 400, "GET / HTTP/1.1\r\nhost: a\r\nA: b\r\nHOST: a\r\n\r\n"),
        Refused("RFC 9112 §3.2", "two, the second empty", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost:\r\n\r\n"),
        Refused("RFC 9112 §3.2", "two in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        Refused("RFC 9112 §5.1", "space before its colon", 400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        Refused("RFC 9112 §5.2", "folded", 400, "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n"),
        Bad("empty", ""),
        Bad("list", "a, b"),
        Bad("comma", "a,b"),
        Bad("two words", "a b"),
        Bad("userinfo", "u@a"),
        Bad("userinfo with password", "u:p@a"),
        Bad("path", "a/b"),
        Bad("slash behind", "a/"),
        Bad("query", "a?b"),
        Bad("fragment", "a#b"),
        Bad("backslash", "a\\b"),
        Bad("URL", "http://a"),
        Bad("quotes", "\"a\""),
        Bad("brackets without address", "[]"),
        Bad("port of letters", "a:b"),
        Bad("port with sign", "a:+80"),
        Bad("port below zero", "a:-1"),
        Bad("port too large", "a:65536"),
        Bad("port of twenty digits", "a:18446744073709551696"),
        Bad("two ports", "a:80:80"),
        Bad("port without host", ":80"),
        Bad("Latin-1", "\u00e9"),
        Bad("UTF-8", "\u00c3\u00a9.example"),
        Bad("control byte", "a\u0001"),
        Bad("NUL", "a\0"),
        Bad("tab inside", "a\tb"),
        Bad("broken escape", "a%zz"),
        Bad("angle brackets", "<a>"),
        Bad("IPv6 without brackets", "::1"),
        Bad("IPv6 left open", "[::1"),
        Bad("IPv6 with letters behind g", "[::g]"),
        Bad("IPv6 with two gaps", "[1::2::3]"),
        Bad("IPv6 with text behind", "[::1]x"),
        Bad("IPv6 with a zone", "[fe80::1%25eth0]"),
        Good("a:"),
        Good("a:80"),
        Good("A.Example"),
        Good("a."),
        Good("a_b"),
        Good("xn--9ca.example"),
        Good("127.0.0.1:8080"),
        Good("[::1]"),
        Good("[2001:db8::1]:8080"),
        Good("[::ffff:192.0.2.1]"),
        Forwarded("RFC 9110 §5.5", "whitespace around it", "GET / HTTP/1.1\r\nHost:\t a \t\r\n\r\n", Line, HostA),
        Forwarded("RFC 9110 §5.5", "no whitespace before it", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", Line, HostA),
        Forwarded("RFC 9112 §3.2", "behind other fields", "GET / HTTP/1.1\r\nA: b\r\nhOST: a\r\n\r\n", Line, "A: b", "hOST: a"),
        Forwarded("RFC 9112 §3.2", "none in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", Line, $"Host: {Seen.Origin}").From10().ThenClosed(),
        Forwarded("RFC 9112 §3.2", "one in HTTP/1.0", "GET / HTTP/1.0\r\nHost: b\r\n\r\n", Line, "Host: b").From10().ThenClosed(),
    ];

    private static RequestCase Bad(string name, string host) => Refused("RFC 9110 §7.2", name, 400, $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

    private static RequestCase Good(string host) => Forwarded("RFC 9110 §7.2", $"as received: {host}", $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", Line, $"Host: {host}");
}
