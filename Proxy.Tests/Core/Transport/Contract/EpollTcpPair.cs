using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>The Linux transport over TCP.</summary>
public sealed class EpollTcpPair : SocketPair
{
    public EpollTcpPair()
        : base(TransportKind.Epoll)
    {
    }

    private protected override string Address => "127.0.0.1:0";
}
