using System.Net.Sockets;

namespace Proxy.Core.Transport.Managed;

/// <summary>Accepts on a listening socket and hands each connection to the loop with the fewest.</summary>
internal sealed class ManagedListener
{
    private const int PauseMilliseconds = 100;

    private readonly Listener _listener;
    private volatile bool _closed;

    public ManagedListener(Listener listener) => _listener = listener;

    /// <summary>Accepts until <see cref="Close"/>; the task ends by itself.</summary>
    public void Accept() => _ = AcceptAllAsync();

    /// <summary>Accepts no further connection; the pending accept ends with the socket.</summary>
    public void Close() => _closed = true;

    private async Task AcceptAllAsync()
    {
        while (!_closed)
        {
            try
            {
                HandOver(await _listener.Socket.AcceptAsync().ConfigureAwait(false));
            }
            catch (SocketException exception) when (!_closed && exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                _listener.OnExhausted();
                await Task.Delay(PauseMilliseconds).ConfigureAwait(false);
            }
            catch (SocketException) when (!_closed)
            {
                // The client was gone before it was accepted.
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void HandOver(Socket socket)
    {
        var loop = _listener.Group.LeastLoaded(null);
        loop.CountConnection(+1);
        loop.Post(
            static state =>
            {
                var (self, loop, socket) = ((ManagedListener, EventLoop, Socket))state!;
                self._listener.OnAccepted(new ManagedConnection(loop, socket, ManagedAddress.Of(socket, static each => each.RemoteEndPoint)));
            },
            (this, loop, socket));
    }
}
