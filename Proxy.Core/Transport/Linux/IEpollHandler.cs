namespace Proxy.Core.Transport.Linux;

/// <summary>Whoever has a descriptor in a loop's epoll set.</summary>
internal interface IEpollHandler
{
    /// <summary>Events came for the descriptor.</summary>
    void OnEvents(uint events);
}
