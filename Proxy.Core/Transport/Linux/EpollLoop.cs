using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Proxy.Core.Transport.Linux;

/// <summary>An event loop over an edge-triggered epoll set, woken by an eventfd.</summary>
internal sealed class EpollLoop : EventLoop, IEpollHandler
{
    private readonly List<EpollListener> _listeners = [];
    private readonly int _wakeFd;

    public EpollLoop(int index, TimeProvider clock, ILogger logger)
        : base(index, clock, logger)
    {
        _wakeFd = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (_wakeFd < 0)
        {
            Epoll.Dispose();
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "eventfd failed");
        }

        // Edge-triggered: every write is an event, and the counter never has to be read.
        Epoll.Add(_wakeFd, LibC.EPOLLIN | LibC.EPOLLET, this);
    }

    public Epoll Epoll { get; } = new();

    public override ValueTask<ConnectResult> ConnectAsync(EndPoint remote, long timeoutMilliseconds) =>
        EpollConnection.ConnectAsync(this, remote, timeoutMilliseconds);

    public override void AddListener(Listener listener) =>
        Post(
            static state =>
            {
                var (loop, listener) = ((EpollLoop, Listener))state!;
                var own = new EpollListener(loop, listener);
                loop._listeners.Add(own);
                own.Open();
            },
            (this, listener));

    public void Forget(EpollListener listener) => _listeners.Remove(listener);

    void IEpollHandler.OnEvents(uint events)
    {
        // The wake-up itself is all: what was posted runs after the events.
    }

    protected override void Poll(int timeoutMilliseconds)
    {
        var count = Epoll.Wait(timeoutMilliseconds);
        UpdateClock();
        for (var i = 0; i < count; i++)
        {
            var handler = Epoll.Handler(i, out var events);
            try
            {
                handler?.OnEvents(events);
            }
            catch (Exception exception)
            {
                OnFault(exception);
            }
        }
    }

    protected override unsafe void Wake()
    {
        var one = 1UL;
        _ = LibC.write(_wakeFd, &one, sizeof(ulong));
    }

    protected override void OnStopped()
    {
        foreach (var listener in _listeners.ToArray())
        {
            listener.Close();
        }

        Epoll.Dispose();
        _ = LibC.close(_wakeFd);
    }
}
