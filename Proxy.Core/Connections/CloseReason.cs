namespace Proxy.Core.Connections;

/// <summary>Why a client's connection ended.</summary>
internal enum CloseReason : byte
{
    /// <summary>The client ended it between requests.</summary>
    ClientClosed,

    /// <summary>The client reset it, or the network failed.</summary>
    ClientLost,

    /// <summary>Nothing came within the keep-alive time.</summary>
    IdleTimeout,

    /// <summary>One side asked for the end after a response.</summary>
    ResponseSaidClose,

    /// <summary>An exchange failed in a way that leaves nothing to build on.</summary>
    ExchangeFailed,

    /// <summary>The proxy stops.</summary>
    Stopping,

    /// <summary>A reload took its listener away.</summary>
    ListenerClosed,

    /// <summary>A defect of the proxy itself.</summary>
    Fault,
}
