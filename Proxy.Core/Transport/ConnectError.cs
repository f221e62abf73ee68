namespace Proxy.Core.Transport;

/// <summary>Why a connection could not be opened.</summary>
internal enum ConnectError : byte
{
    None,

    /// <summary>Nobody listens there, or whoever does has a full backlog (which only a Unix socket tells).</summary>
    Refused,

    /// <summary>No answer within the time given.</summary>
    TimedOut,

    /// <summary>No route, or the network says no.</summary>
    Unreachable,

    /// <summary>This machine has no descriptor, port or memory left.</summary>
    LocalResources,

    /// <summary>The source address that was asked for is none of this machine, or of another family than the peer's.</summary>
    SourceAddress,

    /// <summary>Whoever asked for the connection gave it up.</summary>
    Canceled,

    /// <summary>Anything else.</summary>
    Other,
}
