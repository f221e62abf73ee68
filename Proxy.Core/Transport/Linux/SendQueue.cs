namespace Proxy.Core.Transport.Linux;

/// <summary>What the system holds of what a socket has sent.</summary>
internal static class SendQueue
{
    /// <summary>Bytes that the peer has not acknowledged; 0 where the system does not tell.</summary>
    public static unsafe long Unacknowledged(int fd)
    {
        int bytes;
        return OperatingSystem.IsLinux() && LibC.ioctl(fd, LibC.SIOCOUTQ, &bytes) == 0 ? bytes : 0;
    }
}
