namespace Proxy.Http1.Parsing;

/// <summary>How the end of a message's body is found (RFC 9112 §6.3).</summary>
public enum BodyKind : byte
{
    /// <summary>The message ends with its head.</summary>
    None,

    /// <summary>Content-Length says how many bytes follow; it may say 0.</summary>
    Length,

    /// <summary>The body is in chunked coding.</summary>
    Chunked,

    /// <summary>A response body that goes on until the connection closes.</summary>
    UntilClose,
}
