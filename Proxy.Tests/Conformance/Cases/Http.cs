namespace Proxy.Tests.Conformance.Cases;

/// <summary>What most rows share, so that a row shows what it is about.</summary>
internal static class Http
{
    public const string Line = "GET / HTTP/1.1";
    public const string PostLine = "POST / HTTP/1.1";
    public const string HostA = "Host: a";
    public const string Chunked = "Transfer-Encoding: chunked";

    /// <summary>A GET with these field lines behind Host.</summary>
    public static string Get(params string[] fields) => Head([Line, HostA, .. fields]);

    /// <summary>A POST with these field lines, and a body that says hello.</summary>
    public static string Post(params string[] fields) => Head([PostLine, HostA, .. fields]) + "hello";

    /// <summary>A POST in chunks: what stands behind its head.</summary>
    public static string PostChunks(string body) => Head(PostLine, HostA, Chunked) + body;

    /// <summary>A 200 with these field lines; nothing behind its head.</summary>
    public static string Reply(params string[] fields) => Head(["HTTP/1.1 200 OK", .. fields]);

    /// <summary>A 200 with one more field line, and a body that says hello.</summary>
    public static string Hello(params string[] fields) => Reply(["Content-Length: 5", .. fields]) + "hello";

    /// <summary>A 200 in chunks: what stands behind its head.</summary>
    public static string ReplyChunks(string body) => Reply(Chunked) + body;

    public static string Head(params string[] lines) => string.Concat(lines.Select(line => line + "\r\n")) + "\r\n";
}
