namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Responses, and beginnings of them: one body in every framing.</summary>
internal static class Responses
{
    public const string Interim = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    public const string Switch = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n";
    public const string Early = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    public const string LengthHead = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    public const string ChunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    public const string UntilCloseHead = "HTTP/1.1 200 OK\r\n\r\n";
    public const string HalfLength = LengthHead + "hello";
    public const string HalfChunked = ChunkedHead + "5\r\nhello\r\n";
    public const string HalfUntilClose = UntilCloseHead + "hello";
}
