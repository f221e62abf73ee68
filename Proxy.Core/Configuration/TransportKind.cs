namespace Proxy.Core.Configuration;

/// <summary>Which implementation moves the bytes.</summary>
public enum TransportKind
{
    /// <summary>Epoll on Linux, <see cref="Managed"/> elsewhere.</summary>
    Automatic,

    /// <summary>The proxy's own epoll loop. Linux only.</summary>
    Epoll,

    /// <summary><see cref="System.Net.Sockets"/>: any operating system, at about twice the processor time.</summary>
    Managed,
}
