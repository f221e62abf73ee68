using System.Net;
using System.Net.Sockets;

namespace Proxy.Core.Transport.Managed;

/// <summary>One attempt to open a connection; its result comes back on the loop.</summary>
internal sealed class ManagedConnect : ILoopTimerOwner
{
    private readonly ManagedLoop _loop;
    private readonly EndPoint _remote;
    private readonly LoopTimer _timer;
    private readonly TaskCompletionSource<ConnectResult> _done = new();
    private Socket? _socket;

    public ManagedConnect(ManagedLoop loop, EndPoint remote)
    {
        (_loop, _remote) = (loop, remote);
        _timer = new LoopTimer(this);
    }

    public ValueTask<ConnectResult> RunAsync(long timeoutMilliseconds)
    {
        try
        {
            var protocol = _remote is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
            _socket = new Socket(_remote.AddressFamily, SocketType.Stream, protocol) { Blocking = false };
            if (protocol == ProtocolType.Tcp)
            {
                _socket.NoDelay = true;
            }
        }
        catch (SocketException exception)
        {
            return new(ConnectResult.Failed(ToError(exception.SocketErrorCode, _remote.AddressFamily)));
        }

        _loop.SetTimer(_timer, timeoutMilliseconds);
        _ = ConnectAsync(_socket);
        return new(_done.Task);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => End(ConnectError.TimedOut);

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

    private async Task ConnectAsync(Socket socket)
    {
        var error = SocketError.Success;
        try
        {
            await socket.ConnectAsync(_remote).ConfigureAwait(false);
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
        }, (this, ToError(error, _remote.AddressFamily)));
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
            ? new ConnectResult(new ManagedConnection(_loop, _socket!, _remote), error)
            : ConnectResult.Failed(error));
    }
}
