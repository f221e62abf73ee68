using System.Net;
using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>
/// One loop's ear on a listening socket that all loops share (<c>EPOLLEXCLUSIVE</c>, level-triggered): the kernel wakes few of them for a connection, and
/// none is lost when a loop goes away. What is accepted goes to the loop with the fewest connections.
/// </summary>
internal sealed class EpollListener : IEpollHandler, ILoopTimerOwner
{
    private const int AcceptsPerEvent = 64;
    private const int LargestBacklog = 65_536;
    private const int PauseMilliseconds = 100;

    private readonly EpollLoop _loop;
    private readonly Listener _listener;
    private readonly LoopTimer _resume;
    private readonly int _fd;
    private int _slot = -1;

    public EpollListener(EpollLoop loop, Listener listener)
    {
        (_loop, _listener) = (loop, listener);
        _fd = (int)listener.Socket.SafeHandle.DangerousGetHandle();
        _resume = new LoopTimer(this);
        listener.RegisterClose(loop, Close);
    }

    /// <summary>Begins or resumes to accept.</summary>
    public void Open()
    {
        _slot = _loop.Epoll.Add(_fd, LibC.EPOLLIN | LibC.EPOLLEXCLUSIVE, this);
        if (_slot < 0)
        {
            // The kernel has no memory for one more watch: it may have soon.
            _loop.SetTimer(_resume, PauseMilliseconds);
        }
    }

    /// <summary>Stops accepting; the socket itself belongs to the <see cref="Listener"/>.</summary>
    public void Close()
    {
        // What the kernel has connected already would be reset with the socket.
        Accept(LargestBacklog);
        Stop();
    }

    /// <summary>The loop ends: it accepts no more, and what waits is for others.</summary>
    public void Stop()
    {
        Pause();
        _loop.Timers.Remove(_resume);
        _loop.Forget(this);
    }

    public void OnEvents(uint events) => Accept(AcceptsPerEvent);

    private unsafe void Accept(int most)
    {
        var address = stackalloc byte[NativeAddress.MaxLength];
        for (var i = 0; i < most && _slot >= 0; i++)
        {
            var length = (uint)NativeAddress.MaxLength;
            var fd = LibC.accept4(_fd, address, &length, LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC);
            if (fd >= 0)
            {
                HandOver(fd, NativeAddress.ToEndPoint(new ReadOnlySpan<byte>(address, (int)Math.Min(length, NativeAddress.MaxLength))));
            }
            else if (!GoOnAfter(Marshal.GetLastPInvokeError()))
            {
                return;
            }
        }
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => Open();

    private void HandOver(int fd, EndPoint? remote)
    {
        var target = (EpollLoop)_listener.Group.LeastLoaded(_loop);
        target.CountConnection(+1);
        if (target == _loop)
        {
            Begin(target, fd, remote);
        }
        else
        {
            target.Post(
                static state =>
                {
                    var (self, loop, fd, remote) = ((EpollListener, EpollLoop, int, EndPoint?))state!;
                    self.Begin(loop, fd, remote);
                },
                (this, target, fd, remote));
        }
    }

    private void Begin(EpollLoop loop, int fd, EndPoint? remote)
    {
        if (EpollConnection.FromAccepted(loop, fd, remote) is { } connection)
        {
            _listener.OnAccepted(connection);
        }
        else
        {
            loop.CountConnection(-1);
        }
    }

    // True when the next connection may be tried at once.
    private bool GoOnAfter(int errno)
    {
        switch (errno)
        {
            case LibC.ECONNABORTED or LibC.EINTR:
                return true;
            case LibC.EMFILE or LibC.ENFILE or LibC.ENOBUFS or LibC.ENOMEM:
                // The socket stays readable: without a pause the loop would spin.
                Pause();
                _loop.SetTimer(_resume, PauseMilliseconds);
                _listener.OnExhausted();
                return false;
            default:
                return false;
        }
    }

    private void Pause()
    {
        if (_slot >= 0)
        {
            _loop.Epoll.Remove(_fd, _slot);
            _slot = -1;
        }
    }
}
