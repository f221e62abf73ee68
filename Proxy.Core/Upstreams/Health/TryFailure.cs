namespace Proxy.Core.Upstreams.Health;

/// <summary>What the end of a try says against its endpoint.</summary>
internal enum TryFailure
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was reached, and did not do its work: an error status, a late or broken head.</summary>
    Answer,

    /// <summary>It was not reached, or hung up on the request.</summary>
    Connection,
}
