using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>The transport over System.Net.Sockets.</summary>
public sealed class ManagedTcpPair : SocketPair
{
    public ManagedTcpPair()
        : base(TransportKind.Managed)
    {
    }

    private protected override string Address => "127.0.0.1:0";
}
