using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>An origin on threads of its own that answers only when so many requests are with it, then all of them.</summary>
internal sealed class BarrierOrigin : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _connections = [];
    private readonly Barrier _barrier;
    private readonly byte[] _end;
    private readonly byte[] _response;

    /// <param name="crowd">Requests that are answered together.</param>
    /// <param name="end">The last bytes of every request.</param>
    /// <param name="response">What each is answered.</param>
    /// <param name="connections">Connections that are accepted, where that are more than requests at a time.</param>
    public BarrierOrigin(int crowd, string end, string response = OriginConnection.Hello, int? connections = null)
    {
        (_barrier, _end, _response) = (new Barrier(crowd), Encoding.ASCII.GetBytes(end), Encoding.ASCII.GetBytes(response));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(crowd);
        new Thread(() => Accept(connections ?? crowd)) { IsBackground = true }.Start();
    }

    public string Address => $"http://{_listener.LocalEndPoint}";

    public void Dispose()
    {
        _listener.Dispose();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private void Accept(int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                var socket = _listener.Accept();
                lock (_connections)
                {
                    _connections.Add(socket);
                }

                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over, and not all of them were needed.
        }
    }

    private void Serve(Socket socket)
    {
        var buffer = new byte[4096];
        var length = 0;
        try
        {
            for (int received; (received = socket.Receive(buffer.AsSpan(length))) > 0;)
            {
                length += received;
                if (buffer.AsSpan(0, length).EndsWith(_end))
                {
                    length = 0;
                    _barrier.SignalAndWait(Patience.Time);
                    socket.Send(_response);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
