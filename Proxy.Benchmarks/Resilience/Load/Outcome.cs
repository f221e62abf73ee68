namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>What became of a request, as its client sees it.</summary>
internal enum Outcome : byte
{
    /// <summary>Not known yet.</summary>
    Pending,

    /// <summary>Status 200 and the whole content that belongs to it.</summary>
    Ok,

    /// <summary>A whole response with another status.</summary>
    ErrorStatus,

    /// <summary>The connection ended before any byte of a response.</summary>
    NoResponse,

    /// <summary>A response that had begun did not come to its end.</summary>
    Cut,

    /// <summary>Nothing came while the client had patience.</summary>
    TimedOut,

    /// <summary>Something that is no response to this request.</summary>
    Wrong,
}
