namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Requests that fail differently: by their method and by how much of their body is here.</summary>
internal static class Requests
{
    public const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    public const string GetIn10 = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";

    /// <summary>Not idempotent, its body held.</summary>
    public const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    /// <summary>Idempotent, its body held.</summary>
    public const string Put = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    /// <summary>Some of a body of known length: none of it can be sent again.</summary>
    public const string HalfPost = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello";

    /// <inheritdoc cref="HalfPost"/>
    public const string HalfPut = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello";

    /// <summary>What is missing of it.</summary>
    public static readonly string Rest = new('x', 95);

    /// <summary>The first of several chunks.</summary>
    public const string FirstChunk = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

    /// <summary>Much more than buffers take.</summary>
    public const string Huge = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 67108864\r\n\r\n";

    public const string Expecting = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n";
    public const string Upgrade = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n";

    /// <summary>Answered by the proxy itself: shows that a client's connection goes on, whatever became of the origin.</summary>
    public const string AnsweredHere = "OPTIONS /v1/ HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n";
}
