using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Proxy.Core.Transport.Linux;

/// <summary>An event loop over an edge-triggered epoll set, woken by an eventfd.</summary>
internal sealed class EpollLoop : EventLoop, IEpollHandler
{
    private readonly List<EpollListener> _listeners = [];
    private readonly EventDescriptor _wake = new();

    public EpollLoop(int index, TimeProvider clock, ILogger logger)
        : base(index, clock, logger)
    {
        // Edge-triggered: every write is an event, and the counter never has to be read.
        if (Epoll.Add(_wake.Number, LibC.EPOLLIN | LibC.EPOLLET, this) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            _wake.Dispose();
            Epoll.Dispose();
            throw new Win32Exception(errno);
        }
    }

    public Epoll Epoll { get; } = new();

    public KernelPipes Pipes { get; } = new();

    public override int SpareDescriptors => Pipes.Descriptors;

    protected override void TrimTransport() => Pipes.Trim();

    public override ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, long timeoutMilliseconds, ConnectCancel? cancel = null) =>
        EpollConnection.ConnectAsync(this, target, timeoutMilliseconds, cancel);

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

    protected override void Wake() => _wake.Set();

    protected override void OnStopped()
    {
        foreach (var listener in _listeners.ToArray())
        {
            listener.Stop();
        }

        Epoll.CloseConnections(OnFault);
        Pipes.Trim();
        Epoll.Dispose();
        _wake.Dispose();
    }
}
