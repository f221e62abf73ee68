namespace Proxy.Core.Transport;

/// <summary>The connection ended without the peer's orderly end: it was reset, or a network error came.</summary>
internal sealed class ConnectionLostException : IOException
{
    public ConnectionLostException()
        : base("The connection was lost.")
    {
    }
}
