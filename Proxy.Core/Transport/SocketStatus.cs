namespace Proxy.Core.Transport;

/// <summary>What a socket call returns in place of a count.</summary>
internal static class SocketStatus
{
    /// <summary>Nothing can be done now.</summary>
    public const int WouldBlock = -1;

    /// <summary>The connection is gone.</summary>
    public const int Failed = -2;
}
