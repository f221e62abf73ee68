using System.Net;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport.Linux;

/// <summary>
/// A connected socket in an edge-triggered epoll set. A read is tried only while <see cref="SocketConnection.Readable"/> stands: set by an edge, cleared by
/// EAGAIN, or by a short read if no end was seen with it (bytes and FIN can come as one event).
/// </summary>
internal sealed class EpollConnection : SocketConnection, IEpollHandler, ILoopTimerOwner, IConnectAttempt, IValueTaskSource<ConnectResult>
{
    private const uint Interest = LibC.EPOLLIN | LibC.EPOLLOUT | LibC.EPOLLRDHUP | LibC.EPOLLET;
    private const uint EndEvents = LibC.EPOLLRDHUP | LibC.EPOLLHUP | LibC.EPOLLERR;

    private readonly EpollLoop _loop;
    private readonly int _fd;
    private readonly int _slot;
    private int _sendFlags = LibC.MSG_NOSIGNAL;
    private LoopTimer? _connectTimer;
    private PromiseCore<ConnectResult> _connected;

    private EpollConnection(EpollLoop loop, int fd)
        : base(loop)
    {
        (_loop, _fd) = (loop, fd);
        _slot = loop.Epoll.Add(fd, Interest, this);
    }

    /// <summary>Takes over an accepted descriptor; null when the system refuses it (the descriptor is closed then).</summary>
    public static EpollConnection? FromAccepted(EpollLoop loop, int fd, EndPoint? remote)
    {
        var connection = new EpollConnection(loop, fd) { RemoteEndPoint = remote };
        if (connection._slot >= 0)
        {
            return connection;
        }

        _ = LibC.close(fd);
        return null;
    }

    public static ValueTask<ConnectResult> ConnectAsync(EpollLoop loop, ConnectTarget target, long timeoutMilliseconds, ConnectCancel? cancel)
    {
        var opening = SocketOpening.Begin(target);
        if (opening.Descriptor < 0)
        {
            return new(ConnectResult.Failed(opening.Error));
        }

        var connection = new EpollConnection(loop, opening.Descriptor) { RemoteEndPoint = target.Remote };
        if (connection._slot < 0)
        {
            _ = LibC.close(opening.Descriptor);
            return new(ConnectResult.Failed(ConnectError.LocalResources));
        }

        return opening.IsConnected ? new(new ConnectResult(connection, ConnectError.None)) : connection.AwaitConnected(timeoutMilliseconds, cancel);
    }

    public override unsafe int Receive(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                var received = (int)LibC.recv(_fd, pointer, (nuint)buffer.Length, 0);
                if (received >= 0)
                {
                    Readable = received == buffer.Length || PeerEnded;
                    return received;
                }

                var errno = Marshal.GetLastPInvokeError();
                if (errno == LibC.EAGAIN)
                {
                    Readable = false;
                    return SocketStatus.WouldBlock;
                }

                if (errno != LibC.EINTR)
                {
                    return SocketStatus.Failed;
                }
            }
        }
    }

    public override unsafe int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* firstPointer = first)
        {
            fixed (byte* secondPointer = second)
            {
                while (true)
                {
                    var sent = second.IsEmpty
                        ? LibC.send(_fd, firstPointer, (nuint)first.Length, _sendFlags)
                        : SendBoth(firstPointer, first.Length, secondPointer, second.Length);
                    if (sent >= 0)
                    {
                        Writable = sent == first.Length + second.Length;
                        return (int)sent;
                    }

                    var errno = Marshal.GetLastPInvokeError();
                    if (errno == LibC.EAGAIN)
                    {
                        Writable = false;
                        return SocketStatus.WouldBlock;
                    }

                    if (errno != LibC.EINTR)
                    {
                        OnSendFailed(errno);
                        return SocketStatus.Failed;
                    }
                }
            }
        }
    }

    public override void AwaitReadable()
    {
        // The descriptor is always in the set: the next edge tells.
    }

    public override void AwaitWritable(ReadOnlyMemory<byte> next)
    {
        // As above.
    }

    public override unsafe bool ProbeUnreadEvent()
    {
        byte one;
        if (HasUnreadEvent || LibC.recv(_fd, &one, 1, LibC.MSG_PEEK | LibC.MSG_DONTWAIT) >= 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (errno == LibC.EAGAIN)
        {
            return false;
        }

        if (errno != LibC.EINTR)
        {
            IsLost = true;
        }

        return true;
    }

    public KernelPipe? TryRentPipe() => _loop.Pipes.TryRent();

    public void ReturnPipe(KernelPipe pipe) => _loop.Pipes.Return(pipe);

    /// <summary>Moves bytes into a pipe, as <see cref="Receive(Span{byte})"/> does into a buffer; counts them against this turn's share.</summary>
    public int Receive(KernelPipe pipe, long length)
    {
        if (IsClosed)
        {
            return SocketStatus.Failed;
        }

        if (!Readable || !TakeTurn())
        {
            return SocketStatus.WouldBlock;
        }

        var moved = (int)pipe.Fill(_fd, length);
        if (moved >= 0)
        {
            CountRead(moved);
            return moved;
        }

        // What failed may be the moving or the socket: the next receive tells.
        Readable = Marshal.GetLastPInvokeError() != LibC.EAGAIN;
        return Readable ? SocketStatus.Failed : SocketStatus.WouldBlock;
    }

    /// <summary>Sends what a pipe holds, as <see cref="Send(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> does from a buffer.</summary>
    public int Send(KernelPipe pipe)
    {
        if (IsClosed)
        {
            return SocketStatus.Failed;
        }

        if (!Writable)
        {
            return SocketStatus.WouldBlock;
        }

        var moved = (int)pipe.Drain(_fd);
        if (moved > 0)
        {
            return moved;
        }

        var errno = moved == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno == LibC.EAGAIN)
        {
            Writable = false;
            return SocketStatus.WouldBlock;
        }

        OnSendFailed(errno);
        return SocketStatus.Failed;
    }

    public override unsafe EndPoint? ReadLocalEndPoint()
    {
        var address = stackalloc byte[NativeAddress.MaxLength];
        var length = (uint)NativeAddress.MaxLength;
        return !IsClosed && LibC.getsockname(_fd, address, &length) == 0
            ? NativeAddress.ToEndPoint(new ReadOnlySpan<byte>(address, (int)Math.Min(length, NativeAddress.MaxLength)))
            : null;
    }

    public override long UnacknowledgedBytes() => IsClosed ? 0 : SendQueue.Unacknowledged(_fd);

    public override void AnnounceEnd() => _sendFlags = LibC.MSG_NOSIGNAL | LibC.MSG_MORE;

    public override void ShutdownWrite() => _ = LibC.shutdown(_fd, LibC.SHUT_WR);

    public void OnEvents(uint events)
    {
        if (_connectTimer is not null)
        {
            FinishConnect(events);
            return;
        }

        if ((events & (LibC.EPOLLIN | EndEvents)) != 0)
        {
            Readable = true;
            PeerEnded |= (events & EndEvents) != 0;
        }

        if ((events & (LibC.EPOLLOUT | LibC.EPOLLHUP | LibC.EPOLLERR)) != 0)
        {
            Writable = true;
        }

        Dispatch(reset: (events & (LibC.EPOLLHUP | LibC.EPOLLERR)) != 0);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => EndConnect(ConnectError.TimedOut);

    void IConnectAttempt.GiveUp()
    {
        if (_connectTimer is not null)
        {
            EndConnect(ConnectError.Canceled);
        }
    }

    ConnectResult IValueTaskSource<ConnectResult>.GetResult(short token) => _connected.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ConnectResult>.GetStatus(short token) => _connected.GetStatus(token);

    void IValueTaskSource<ConnectResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _connected.OnCompleted(continuation, state, token);

    protected override unsafe void ProbeReadable()
    {
        byte one;
        if (LibC.recv(_fd, &one, 1, LibC.MSG_PEEK | LibC.MSG_DONTWAIT) >= 0)
        {
            return;
        }

        var errno = Marshal.GetLastPInvokeError();
        Readable = errno != LibC.EAGAIN;
        IsLost |= errno is not (LibC.EAGAIN or LibC.EINTR);
    }

    protected override unsafe void ResetOnClose()
    {
        // struct linger { on = 1, seconds = 0 }: close sends a reset.
        var linger = stackalloc int[2] { 1, 0 };
        _ = LibC.setsockopt(_fd, LibC.SOL_SOCKET, LibC.SO_LINGER, linger, sizeof(int) * 2);
    }

    protected override void CloseSocket()
    {
        _loop.Epoll.Forget(_slot);
        _ = LibC.close(_fd);
    }

    private unsafe nint SendBoth(byte* first, int firstLength, byte* second, int secondLength)
    {
        var vectors = stackalloc LibC.Vector[2];
        vectors[0] = new() { Base = first, Length = (nuint)firstLength };
        vectors[1] = new() { Base = second, Length = (nuint)secondLength };
        var message = new LibC.MessageHeader { Vectors = vectors, VectorCount = 2 };
        return LibC.sendmsg(_fd, &message, _sendFlags);
    }

    // A broken pipe is what a send finds behind the peer's orderly end; no error was taken from the socket with it.
    private void OnSendFailed(int errno)
    {
        if (errno != LibC.EPIPE)
        {
            IsLost = true;
        }
    }

    private ValueTask<ConnectResult> AwaitConnected(long timeoutMilliseconds, ConnectCancel? cancel)
    {
        Writable = false;
        cancel?.Attempt = this;
        _connectTimer = new LoopTimer(this);
        Loop.SetTimer(_connectTimer, timeoutMilliseconds);
        return new ValueTask<ConnectResult>(this, _connected.Version);
    }

    private unsafe void FinishConnect(uint events)
    {
        if ((events & (LibC.EPOLLOUT | LibC.EPOLLERR | LibC.EPOLLHUP)) == 0)
        {
            return;
        }

        int errno;
        var length = (uint)sizeof(int);
        _ = LibC.getsockopt(_fd, LibC.SOL_SOCKET, LibC.SO_ERROR, &errno, &length);
        Writable = errno == 0;
        Readable = errno == 0 && (events & (LibC.EPOLLIN | EndEvents)) != 0;
        PeerEnded = (events & EndEvents) != 0;
        EndConnect(SocketOpening.ToError(errno));
    }

    private void EndConnect(ConnectError error)
    {
        Loop.Timers.Remove(_connectTimer!);
        _connectTimer = null;
        if (error != ConnectError.None)
        {
            Close();
        }

        _connected.SetResult(error == ConnectError.None ? new ConnectResult(this, error) : ConnectResult.Failed(error));
    }
}
