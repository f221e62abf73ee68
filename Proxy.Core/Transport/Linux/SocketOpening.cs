using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>A socket that is connected or being connected, or why there is none.</summary>
/// <param name="Descriptor">Below 0 where there is none.</param>
/// <param name="IsConnected">Nothing is left to wait for.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct SocketOpening(int Descriptor, bool IsConnected, ConnectError Error)
{
    /// <summary>Opens a socket, sets it up and begins to connect it.</summary>
    public static SocketOpening Begin(ConnectTarget target)
    {
        var fd = LibC.socket(ToNativeFamily(target.RemoteAddress), LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0);
        if (fd < 0)
        {
            return new(-1, false, ToError(Marshal.GetLastPInvokeError()));
        }

        if (target.IsTcp)
        {
            SetUp(fd, target.KeepAlive);
        }

        var error = target.SourceAddress is null ? ConnectError.None : Bind(fd, target);
        var isConnected = false;
        error = error == ConnectError.None ? Connect(fd, target, out isConnected) : error;
        if (error == ConnectError.None)
        {
            return new(fd, isConnected, error);
        }

        _ = LibC.close(fd);
        return new(-1, false, error);
    }

    /// <summary>What an error of the system means, where it came with connecting.</summary>
    public static ConnectError ToError(int errno) => errno switch
    {
        0 => ConnectError.None,
        LibC.ECONNREFUSED or LibC.ENOENT => ConnectError.Refused,
        LibC.ETIMEDOUT => ConnectError.TimedOut,
        LibC.ENETUNREACH or LibC.EHOSTUNREACH => ConnectError.Unreachable,
        LibC.EMFILE or LibC.ENFILE or LibC.ENOBUFS or LibC.ENOMEM or LibC.EADDRNOTAVAIL or LibC.EAGAIN => ConnectError.LocalResources,
        _ => ConnectError.Other,
    };

    // The family stands in the first two bytes, in the machine's order, as the kernel wants it.
    private static ushort ToNativeFamily(System.Net.SocketAddress address) => BitConverter.ToUInt16(address.Buffer.Span);

    private static void SetUp(int fd, KeepAliveProbes? keepAlive)
    {
        Set(fd, LibC.IPPROTO_TCP, LibC.TCP_NODELAY, 1);
        if (keepAlive is not null)
        {
            Set(fd, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE, 1);
            Set(fd, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE, keepAlive.IdleSeconds);
            Set(fd, LibC.IPPROTO_TCP, LibC.TCP_KEEPINTVL, keepAlive.IntervalSeconds);
            Set(fd, LibC.IPPROTO_TCP, LibC.TCP_KEEPCNT, keepAlive.Probes);
        }
    }

    // With a port chosen here, all connections from the address would share some 28,000 ports, whomever they go to: it is chosen with the peer's address known.
    private static unsafe ConnectError Bind(int fd, ConnectTarget target)
    {
        if (!target.CanBind)
        {
            return ConnectError.SourceAddress;
        }

        Set(fd, LibC.IPPROTO_IP, LibC.IP_BIND_ADDRESS_NO_PORT, 1);
        fixed (byte* bytes = target.SourceAddress!.Buffer.Span)
        {
            return LibC.bind(fd, bytes, (uint)target.SourceAddress.Size) == 0 ? ConnectError.None
                : Marshal.GetLastPInvokeError() is LibC.ENOBUFS or LibC.ENOMEM ? ConnectError.LocalResources
                : ConnectError.SourceAddress;
        }
    }

    private static unsafe ConnectError Connect(int fd, ConnectTarget target, out bool isConnected)
    {
        int errno;
        fixed (byte* bytes = target.RemoteAddress.Buffer.Span)
        {
            errno = LibC.connect(fd, bytes, (uint)target.RemoteAddress.Size) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        isConnected = errno == 0;

        // On a Unix socket EAGAIN means that the origin's backlog is full: it takes no connection now, and another origin may.
        return errno == LibC.EINPROGRESS ? ConnectError.None
            : errno == LibC.EAGAIN && target.Remote.AddressFamily == AddressFamily.Unix ? ConnectError.Refused
            : ToError(errno);
    }

    private static unsafe void Set(int fd, int level, int name, int value) => _ = LibC.setsockopt(fd, level, name, &value, sizeof(int));
}
