namespace Proxy.Tests.Conformance.Rig;

/// <summary>The request that is sent behind every case, to see whether its connection still serves, and whether what it left behind is taken for a part of it.</summary>
internal static class Probe
{
    public const string Request = "GET /probe HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n";
    public const string Line = "GET /probe HTTP/1.1";
    public const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nprobe";
    public const string Body = "probe";

    /// <summary>True for the probe as an origin sees it.</summary>
    public static bool Is(Message request) => request.StartLine == Line && request.Body.Length == 0 && request.Values("Host") is ["probe"];
}
