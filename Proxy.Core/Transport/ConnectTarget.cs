using System.Net;

namespace Proxy.Core.Transport;

/// <summary>Where connections are opened to, and how. Immutable, made once and used for every connection by every loop.</summary>
internal sealed class ConnectTarget
{
    /// <param name="remote">Whom to connect to.</param>
    /// <param name="source">The address of this machine to connect from, or null for the system's choice; a Unix socket has none.</param>
    /// <param name="keepAlive">How the system finds out that a silent peer is gone, or null for never; over TCP only.</param>
    public ConnectTarget(EndPoint remote, IPAddress? source = null, KeepAliveProbes? keepAlive = null)
    {
        (Remote, RemoteAddress) = (remote, remote.Serialize());
        if (remote is IPEndPoint)
        {
            Source = source is null ? null : new IPEndPoint(source, 0);
            (SourceAddress, KeepAlive) = (Source?.Serialize(), keepAlive);
        }
    }

    /// <summary>Whom to connect to.</summary>
    public EndPoint Remote { get; }

    /// <summary><see cref="Remote"/> as the system takes it.</summary>
    public SocketAddress RemoteAddress { get; }

    /// <summary>From which address, its port left to the system; null for the system's choice.</summary>
    public IPEndPoint? Source { get; }

    /// <summary><see cref="Source"/> as the system takes it.</summary>
    public SocketAddress? SourceAddress { get; }

    public KeepAliveProbes? KeepAlive { get; }

    public bool IsTcp => Remote is IPEndPoint;

    /// <summary>The source, where there is one, is of the family of the remote address.</summary>
    public bool CanBind => Source is null || Source.AddressFamily == Remote.AddressFamily;
}
