using System.Net;
using System.Net.Sockets;

namespace Proxy.Core.Transport.Managed;

/// <summary>The addresses of a connected socket.</summary>
internal static class ManagedAddress
{
    /// <summary>An IP address with its port; null for anything else, and where the connection is gone. IPv4 on a dual-stack socket is shown as IPv4.</summary>
    public static IPEndPoint? Of(Socket socket, Func<Socket, EndPoint?> which)
    {
        try
        {
            return which(socket) is IPEndPoint ip
                ? ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : ip
                : null;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
