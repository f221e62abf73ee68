namespace Proxy.Http1.Parsing;

/// <summary>What <see cref="ChunkedDecoder.Read"/> found.</summary>
public enum ChunkStatus : byte
{
    /// <summary>All input is consumed and the body goes on: call again with more bytes.</summary>
    NeedMore,

    /// <summary>A run of body data was found: call again with the input behind what was consumed.</summary>
    Data,

    /// <summary>The last chunk and the trailer section are consumed; bytes behind them belong to the next message.</summary>
    Complete,

    /// <summary>The bytes are refused; <see cref="ChunkedDecoder.Error"/> says why and where.</summary>
    Failed,
}
