using System.Net;
using System.Net.Sockets;

namespace Proxy.Core.Transport.Managed;

/// <summary>
/// A connected socket of <see cref="System.Net.Sockets"/>. A receive of zero bytes tells that there is something to read; a socket that is full sends the
/// first waiting bytes asynchronously. Both completions are posted to the loop.
/// </summary>
internal sealed class ManagedConnection : SocketConnection
{
    private const int CopyLength = 4096;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive;
    private SocketAsyncEventArgs? _send;
    private byte[]? _sendBuffer;
    private bool _receiving;
    private bool _sending;
    private bool _resets;
    private bool _endSent;

    public ManagedConnection(EventLoop loop, Socket socket, EndPoint? remote)
        : base(loop)
    {
        socket.Blocking = false;
        (_socket, RemoteEndPoint) = (socket, remote);
        _receive = new SocketAsyncEventArgs(true);
        _receive.SetBuffer(Memory<byte>.Empty);
        _receive.Completed += (_, _) => Loop.Post(static state => ((ManagedConnection)state!).OnReceived(), this);

        // Something is always listened for, so that an idle connection's end is noticed.
        AwaitReadable();
    }

    public override int Receive(Span<byte> buffer)
    {
        var received = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.Success)
        {
            Readable = received == buffer.Length || received == 0;
            IsLost |= received == 0 && WasReset();
            ListenAgain();
            return received;
        }

        Readable = false;
        ListenAgain();
        return error == SocketError.WouldBlock ? SocketStatus.WouldBlock : SocketStatus.Failed;
    }

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        // One buffer a call: the caller comes again with the second.
        var sent = _socket.Send(first, SocketFlags.None, out var error);
        if (error == SocketError.Success)
        {
            return sent;
        }

        Writable = error != SocketError.WouldBlock;
        if (Writable)
        {
            NoteError(error);
        }

        return Writable ? SocketStatus.Failed : SocketStatus.WouldBlock;
    }

    public override void AwaitReadable()
    {
        if (_receiving || IsClosed || Readable)
        {
            return;
        }

        _receiving = true;
        if (!_socket.ReceiveAsync(_receive))
        {
            Loop.Post(static state => ((ManagedConnection)state!).OnReceived(), this);
        }
    }

    public override void AwaitWritable(ReadOnlyMemory<byte> next)
    {
        if (_sending || IsClosed)
        {
            return;
        }

        if (_send is null)
        {
            _send = new SocketAsyncEventArgs(true);
            _send.Completed += (_, _) => Loop.Post(static state => ((ManagedConnection)state!).OnSent(), this);
        }

        // A copy: the waiting bytes may be given back to their pool while the system still holds the buffer.
        _sendBuffer ??= new byte[CopyLength];
        var length = Math.Min(next.Length, CopyLength);
        next[..length].CopyTo(_sendBuffer);
        _sending = true;
        _send.SetBuffer(_sendBuffer, 0, length);
        if (!_socket.SendAsync(_send))
        {
            Loop.Post(static state => ((ManagedConnection)state!).OnSent(), this);
        }
    }

    public override bool ProbeUnreadEvent() => HasUnreadEvent || _socket.Poll(0, SelectMode.SelectRead);

    public override EndPoint? ReadLocalEndPoint() => ManagedAddress.Of(_socket, static each => each.LocalEndPoint);

    public override long UnacknowledgedBytes() => IsClosed ? 0 : Linux.SendQueue.Unacknowledged((int)_socket.Handle);

    public override void ShutdownWrite()
    {
        _endSent = true;
        Shutdown(SocketShutdown.Send);
    }

    protected override void ProbeReadable()
    {
        Readable = _socket.Poll(0, SelectMode.SelectRead);
        ListenAgain();
    }

    protected override void ResetOnClose()
    {
        _resets = true;
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    protected override void CloseSocket()
    {
        if (!_resets)
        {
            // Disposing while an operation is pending resets the connection: the end has to be on its way before.
            Shutdown(SocketShutdown.Both);
        }

        _socket.Dispose();
        if (!_receiving)
        {
            _receive.Dispose();
        }

        if (!_sending)
        {
            _send?.Dispose();
        }
    }

    // A send that is under way elsewhere may have taken the error already. Without an end of ours only a reset closes the
    // connection's both sides; one behind the peer's orderly end is taken for the worse of the two.
    private bool WasReset()
    {
        const int tcp = 6;
        const int tcpInfo = 11;
        const byte closed = 7; // TCP_CLOSE, in the first byte of struct tcp_info
        if (!_sending || _endSent || !OperatingSystem.IsLinux() || RemoteEndPoint is not IPEndPoint)
        {
            return false;
        }

        Span<byte> info = stackalloc byte[8];
        return _socket.GetRawSocketOption(tcp, tcpInfo, info) > 0 && info[0] == closed;
    }

    private void Shutdown(SocketShutdown side)
    {
        try
        {
            _socket.Shutdown(side);
        }
        catch (SocketException)
        {
            // The connection is gone already: there is nobody to tell.
        }
    }

    private void ListenAgain()
    {
        if (!Readable)
        {
            AwaitReadable();
        }
    }

    private void OnReceived()
    {
        _receiving = false;
        if (IsClosed)
        {
            _receive.Dispose();
            return;
        }

        NoteError(_receive.SocketError);

        // A receive of no bytes may succeed on a connection that was reset.
        var failed = _receive.SocketError != SocketError.Success || (!Reader.IsPending && _socket.Poll(0, SelectMode.SelectError));
        if (!failed && !Reader.IsPending && !_socket.Poll(0, SelectMode.SelectRead))
        {
            // The event of bytes that were read before it came: nothing waits.
            AwaitReadable();
            return;
        }

        Readable = true;
        PeerEnded |= failed;
        Dispatch(reset: failed);
    }

    private void OnSent()
    {
        _sending = false;
        if (IsClosed)
        {
            _send!.Dispose();
            return;
        }

        // Also when the flush was canceled meanwhile: what was sent must not be sent again.
        Writable = true;
        if (_send!.SocketError == SocketError.Success)
        {
            Writer.OnWritable(_send.BytesTransferred);
        }
        else
        {
            NoteError(_send.SocketError);
            Writer.OnClosed();
        }
    }

    // A broken pipe ("shutdown") is what a send finds behind the peer's orderly end; no error was taken from the socket with it.
    private void NoteError(SocketError error)
    {
        if (error is not SocketError.Success and not SocketError.Shutdown)
        {
            IsLost = true;
        }
    }
}
