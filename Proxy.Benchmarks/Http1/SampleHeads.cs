using System.Text;

namespace Proxy.Benchmarks.Http1;

/// <summary>Heads as real peers send them.</summary>
internal static class SampleHeads
{
    /// <summary>What a load generator sends.</summary>
    public static byte[] SmallRequest { get; } = Encode(
        "GET / HTTP/1.1",
        "Host: 127.0.0.1:8080");

    /// <summary>What a browser sends: 15 fields, some 700 bytes.</summary>
    public static byte[] BrowserRequest { get; } = Encode(
        "GET /catalog/items?page=2&sort=price HTTP/1.1",
        "Host: www.example.org",
        "Connection: keep-alive",
        "Cache-Control: max-age=0",
        "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"",
        "sec-ch-ua-mobile: ?0",
        "sec-ch-ua-platform: \"Linux\"",
        "Upgrade-Insecure-Requests: 1",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate",
        "Referer: https://www.example.org/catalog",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Accept-Language: en-US,en;q=0.9,de;q=0.8",
        "Cookie: session=5f3759df5f3759df5f3759df5f3759df; theme=dark");

    /// <summary>What an origin answers.</summary>
    public static byte[] Response { get; } = Encode(
        "HTTP/1.1 200 OK",
        "Server: nginx/1.22.1",
        "Date: Sun, 06 Nov 1994 08:49:37 GMT",
        "Content-Type: text/html; charset=utf-8",
        "Content-Length: 13",
        "Connection: keep-alive",
        "ETag: \"5f3759df\"",
        "Cache-Control: max-age=60",
        "Vary: Accept-Encoding");

    private static byte[] Encode(params string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
}
