namespace Proxy.Core.Transport;

/// <summary>An open connection, or why there is none.</summary>
internal readonly record struct ConnectResult(SocketConnection? Connection, ConnectError Error)
{
    public static ConnectResult Failed(ConnectError error) => new(null, error);
}
