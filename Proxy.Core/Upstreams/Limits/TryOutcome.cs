namespace Proxy.Core.Upstreams.Limits;

/// <summary>What a try says about the upstream.</summary>
internal enum TryOutcome
{
    /// <summary>Nothing: the client left, or nobody was asked.</summary>
    Unknown,

    /// <summary>There was a response.</summary>
    Succeeded,

    /// <summary>There was none, or one that says that the server failed.</summary>
    Failed,
}
