using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>The Linux transport over a Unix domain socket.</summary>
public sealed class EpollUnixPair : SocketPair
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"pair-{Guid.NewGuid():N}.sock");

    public EpollUnixPair()
        : base(TransportKind.Epoll)
    {
    }

    private protected override string Address => $"unix:{_path}";
}
