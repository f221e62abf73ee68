using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Proxy.Core.Transport.Linux;

/// <summary>An event loop over an edge-triggered epoll set, woken by an eventfd.</summary>
internal sealed class EpollLoop : EventLoop, IEpollHandler
{
    private readonly List<EpollListener> _listeners = [];
    private readonly SafeFileHandle _wake;

    public EpollLoop(int index, TimeProvider clock, ILogger logger)
        : base(index, clock, logger)
    {
        var fd = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        _wake = new SafeFileHandle(fd, ownsHandle: true);

        // Edge-triggered: every write is an event, and the counter never has to be read.
        if (fd < 0 || Epoll.Add(fd, LibC.EPOLLIN | LibC.EPOLLET, this) < 0)
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
        // Work may be posted while the loop ends: the number must not be another descriptor's by the time it is written to.
        var held = false;
        try
        {
            _wake.DangerousAddRef(ref held);
            var one = 1UL;
            _ = LibC.write((int)_wake.DangerousGetHandle(), &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended: nobody is there to wake.
        }
        finally
        {
            if (held)
            {
                _wake.DangerousRelease();
            }
        }
    }

    protected override void OnStopped()
    {
        foreach (var listener in _listeners.ToArray())
        {
            listener.Close();
        }

        Epoll.CloseConnections(OnFault);
        Pipes.Trim();
        Epoll.Dispose();
        _wake.Dispose();
    }
}
