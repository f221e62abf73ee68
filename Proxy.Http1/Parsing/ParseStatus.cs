namespace Proxy.Http1.Parsing;

/// <summary>What a parser says of the bytes it was given.</summary>
public enum ParseStatus : byte
{
    /// <summary>Everything so far is valid, but the message's head is not whole: call again with more bytes.</summary>
    NeedMore,

    /// <summary>The head is whole and valid.</summary>
    Complete,

    /// <summary>The bytes are refused; the parser's error says why and where.</summary>
    Failed,
}
