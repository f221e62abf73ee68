namespace Proxy.Tests.Properties.Mutation;

/// <summary>Short texts on which readers of HTTP have disagreed before, or on which they have to decide something.</summary>
internal static class Fragments
{
    private static readonly string[] Texts =
    [
        // Line ends and blanks.
        "\r\n", "\n", "\r", "\r\n\r\n", "\n\n", "\r\r\n", "\n\r", " ", "\t", "\v", "\f", "\0", "\x7F", "\x80", "\xFF", "\x85", "\xA0", "\r\n ", "\r\n\t",
        " \r\n", "\t\r\n", ":", " :", ": ", ":\t", ",", ", ", ";", "=", "\"", "\\", "\\\"", "#", "?", "/", "//", "*", "@", "%00", "%2f", "_", "-",

        // Start lines.
        "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", " HTTP/1.1\r\n", "GET", "GET ", "HEAD ", "POST ", "PUT ",
        "OPTIONS ", "TRACE ", "CONNECT ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http://h", "https://[::1]:8/", "http://a@b/", "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n", "HTTP/1.1 204 \r\n",
        "HTTP/1.1 304 Not Modified\r\n", "HTTP/1.0 200 OK\r\n", "100", "101", "204", "304", "599", "600", "099",
        "GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",

        // Framing.
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding:\tchunked\t\r\n",
        "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer_Encoding: chunked\r\n", "Transfer-Encoding : chunked\r\n",
        "chunked", "Chunked", "gzip", "identity", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: +5\r\n", "Content-Length: 5, 5\r\n",
        "Content-Length: 05\r\n", "Content-Length: 0x5\r\n", "Content-Length: -1\r\n", "Content-Length:\r\n", "Content_Length: 5\r\n",
        "Content-Length: 9223372036854775807\r\n", "Content-Length: 18446744073709551621\r\n", "0", "5", "9", "00", "a", "F",

        // Chunks.
        "0\r\n\r\n", "0\r\n", "5\r\nhello\r\n", "1\r\nx\r\n", "1;a=b\r\nx\r\n", "1;a=\"b;\\\"\"\r\nx\r\n", "1 ;a\r\nx\r\n", "0;a\r\nT: v\r\n\r\n", "00000000\r\n\r\n",
        "0x1\r\n", "-1\r\n", "FFFFFFFFFFFFFFFF\r\n", "7FFFFFFFFFFFFFFF\r\n", "10000000000000000\r\n", "0\r\nContent-Length: 5\r\n\r\n", "0\r\nHost: b\r\n\r\n",

        // What policies look at.
        "Host: a\r\n", "Host: b\r\n", "Host:\r\n", "Host: a, b\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Connection: Content-Length\r\n",
        "Connection: Transfer-Encoding\r\n", "Connection: Host\r\n", "Connection: X-A\r\n", "Connection: TE, Upgrade\r\n", "Keep-Alive: 5\r\n", "TE: trailers\r\n",
        "Trailer: X-T\r\n", "Upgrade: websocket\r\n", "Upgrade: h2c\r\n", "Expect: 100-continue\r\n", "Expect: x\r\n", "Max-Forwards: 0\r\n", "Max-Forwards: 3\r\n",
        "Via: 1.1 a\r\n", "X-Forwarded-For: 1.2.3.4\r\n", "X_Forwarded_For: 1.2.3.4\r\n", "Forwarded: for=1\r\n", "Proxy-Connection: close\r\n", "Server: s\r\n",
        "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", "X-A: 1\r\n", "X-A : 1\r\n", " X-A: 1\r\n", ": 1\r\n", "X-A\r\n", "Set-Cookie: a=b\r\n",
    ];

    /// <summary>All of them as bytes.</summary>
    public static IReadOnlyList<byte[]> All { get; } = [.. Texts.Select(text => text.Select(character => (byte)character).ToArray())];
}
