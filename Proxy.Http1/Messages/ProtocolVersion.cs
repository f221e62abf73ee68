namespace Proxy.Http1.Messages;

/// <summary>The versions of HTTP/1 a message may carry (RFC 9112 §2.3). No other version reaches the engine.</summary>
public enum ProtocolVersion : byte
{
    /// <summary>HTTP/1.0: no chunked coding, no persistence unless asked for.</summary>
    Http10,

    /// <summary>HTTP/1.1.</summary>
    Http11,
}
