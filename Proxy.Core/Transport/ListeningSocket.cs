using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Proxy.Core.Configuration;

namespace Proxy.Core.Transport;

/// <summary>Opens listening sockets, and says in one line why one cannot be opened.</summary>
public static class ListeningSocket
{
    /// <summary>Opens a socket that accepts, without blocking. A socket file that a dead process left is replaced.</summary>
    /// <param name="address">Where.</param>
    /// <param name="backlog">Connections the kernel may hold before they are accepted.</param>
    /// <param name="mode">Who may connect through a socket file, from its first moment on; null for what the process creates files with.</param>
    /// <exception cref="ProxyStartException">The address cannot be used.</exception>
    public static Socket Open(NetworkAddress address, int backlog, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            return address.UnixPath is { } path ? OpenUnix(path, backlog, mode) : OpenTcp(address, backlog);
        }
        catch (SocketException exception)
        {
            throw new ProxyStartException($"cannot listen on {address}: {Explain(exception, address)}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProxyStartException($"cannot listen on {address}: {exception.Message}", exception);
        }
    }

    private static Socket OpenTcp(NetworkAddress address, int backlog)
    {
        var endPoint = Resolve(address);
        if (address.Host == "*" && !Socket.OSSupportsIPv6)
        {
            endPoint = new IPEndPoint(IPAddress.Any, address.Port);
        }

        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Host == "*" && endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            // Accepted sockets inherit it on Linux: one system call less per connection.
            socket.NoDelay = true;
            return Listen(socket, endPoint, backlog);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPEndPoint Resolve(NetworkAddress address)
    {
        if (address.IsLiteral)
        {
            return (IPEndPoint)address.ToEndPoint();
        }

        var found = Dns.GetHostAddresses(address.Host!);
        return found.Length > 0 ? new IPEndPoint(found[0], address.Port) : throw new SocketException((int)SocketError.HostNotFound);
    }

    private static Socket OpenUnix(string path, int backlog, UnixFileMode? mode)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RemoveStale(path);
            if (mode is { } bits)
            {
                SetMode(socket, bits);
            }

            return Listen(socket, new UnixDomainSocketEndPoint(path), backlog);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Linux makes the file with the mode of the socket (unix_bind in af_unix.c), less the umask: there is no moment at which it has another one.
    private static void SetMode(Socket socket, UnixFileMode mode)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The mode of a socket file can be set on Linux only.");
        }

        using var handle = new SafeFileHandle(socket.Handle, ownsHandle: false);
        File.SetUnixFileMode(handle, mode);
    }

    private static Socket Listen(Socket socket, EndPoint endPoint, int backlog)
    {
        socket.Blocking = false;
        socket.Bind(endPoint);
        socket.Listen(backlog);
        return socket;
    }

    // A socket file that nobody answers on was left by a process that died; one that answers, or is too busy to, is in use, and bind says so. A file
    // of another kind refuses a connection as well: it is not ours to delete.
    private static void RemoveStale(string path)
    {
        if (!Linux.SocketFile.Is(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
        {
            // Its backlog is full: somebody listens.
        }
    }

    private static string Explain(SocketException exception, NetworkAddress address) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse when address.UnixPath is { } path && !Linux.SocketFile.Is(path) => "a file that is no socket is there already",
        SocketError.AddressAlreadyInUse => "the address is in use by another process",
        SocketError.AccessDenied when address.UnixPath is null =>
            $"no permission for port {address.Port}; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE",
        SocketError.AccessDenied => "no permission to create the socket there",
        SocketError.AddressNotAvailable when address.UnixPath is null => "the address belongs to no network interface of this machine",
        SocketError.AddressNotAvailable => "the directory does not exist or is not writable",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the host name \"{address.Host}\" cannot be resolved",
        _ => exception.Message,
    };
}
