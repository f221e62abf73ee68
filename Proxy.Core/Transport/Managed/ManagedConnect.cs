using System.Net;
using System.Net.Sockets;

namespace Proxy.Core.Transport.Managed;

/// <summary>One attempt to open a connection; its result comes back on the loop.</summary>
internal sealed class ManagedConnect : ILoopTimerOwner, IConnectAttempt
{
    private readonly ManagedLoop _loop;
    private readonly ConnectTarget _target;
    private readonly LoopTimer _timer;
    private readonly TaskCompletionSource<ConnectResult> _done = new();
    private Socket? _socket;

    public ManagedConnect(ManagedLoop loop, ConnectTarget target)
    {
        (_loop, _target) = (loop, target);
        _timer = new LoopTimer(this);
    }

    public ValueTask<ConnectResult> RunAsync(long timeoutMilliseconds, ConnectCancel? cancel)
    {
        var error = Open();
        if (error != ConnectError.None)
        {
            _socket?.Dispose();
            return new(ConnectResult.Failed(error));
        }

        cancel?.Attempt = this;
        _loop.SetTimer(_timer, timeoutMilliseconds);
        _ = ConnectAsync(_socket!);
        return new(_done.Task);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => End(ConnectError.TimedOut);

    void IConnectAttempt.GiveUp() => End(ConnectError.Canceled);

    /// <summary>
    /// What an error means. On a Unix socket, "address not available" is a path that is not there and "would block" a full backlog; over TCP, both are a lack
    /// of ports of this machine.
    /// </summary>
    internal static ConnectError ToError(SocketError error, AddressFamily family) => error switch
    {
        SocketError.Success => ConnectError.None,
        SocketError.ConnectionRefused => ConnectError.Refused,
        SocketError.AddressNotAvailable or SocketError.WouldBlock => family == AddressFamily.Unix ? ConnectError.Refused : ConnectError.LocalResources,
        SocketError.TimedOut => ConnectError.TimedOut,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => ConnectError.Unreachable,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => ConnectError.LocalResources,
        _ => ConnectError.Other,
    };

    private ConnectError Open()
    {
        var family = _target.Remote.AddressFamily;
        try
        {
            _socket = new Socket(family, SocketType.Stream, _target.IsTcp ? ProtocolType.Tcp : ProtocolType.Unspecified) { Blocking = false };
            if (_target.IsTcp)
            {
                _socket.NoDelay = true;
                SetKeepAlive(_socket, _target.KeepAlive);
            }
        }
        catch (SocketException exception)
        {
            return ToError(exception.SocketErrorCode, family);
        }

        return _target.Source is null ? ConnectError.None : Bind(_socket, _target.Source);
    }

    private static void SetKeepAlive(Socket socket, KeepAliveProbes? probes)
    {
        if (probes is null)
        {
            return;
        }

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, probes.IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, probes.IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, probes.Probes);
    }

    private ConnectError Bind(Socket socket, IPEndPoint source)
    {
        if (!_target.CanBind)
        {
            return ConnectError.SourceAddress;
        }

        try
        {
            if (OperatingSystem.IsLinux())
            {
                // The port is chosen with the peer's address known, so that one port can serve for many peers.
                socket.SetRawSocketOption(Linux.LibC.IPPROTO_IP, Linux.LibC.IP_BIND_ADDRESS_NO_PORT, BitConverter.GetBytes(1));
            }

            socket.Bind(source);
            return ConnectError.None;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.NoBufferSpaceAvailable ? ConnectError.LocalResources : ConnectError.SourceAddress;
        }
    }

    private async Task ConnectAsync(Socket socket)
    {
        var error = SocketError.Success;
        try
        {
            await socket.ConnectAsync(_target.Remote).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        _loop.Post(static state =>
        {
            var (self, error) = ((ManagedConnect, ConnectError))state!;
            self.End(error);
        }, (this, ToError(error, _target.Remote.AddressFamily)));
    }

    // On the loop: by the time-out or by the socket, whichever comes first.
    private void End(ConnectError error)
    {
        if (_done.Task.IsCompleted)
        {
            return;
        }

        _loop.Timers.Remove(_timer);
        if (error != ConnectError.None)
        {
            _socket!.Dispose();
        }

        _done.SetResult(error == ConnectError.None
            ? new ConnectResult(new ManagedConnection(_loop, _socket!, _target.Remote), error)
            : ConnectResult.Failed(error));
    }
}
