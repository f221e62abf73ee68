using System.Net;
using System.Net.Sockets;

namespace Proxy.Tests.Kit;

/// <summary>A listening socket whose queue is full: connection attempts to it get no answer.</summary>
internal sealed class FullListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    private readonly Task<Socket>? _first;

    /// <param name="acceptFirst">Takes one connection before the queue fills.</param>
    public FullListener(bool acceptFirst = false)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        if (acceptFirst)
        {
            _first = _listener.AcceptAsync();
        }
        else
        {
            Fill();
        }
    }

    public string Address => $"http://{_listener.LocalEndPoint}";

    /// <summary>Answers on the one connection there is, and closes it; from now on nobody gets through.</summary>
    public async Task AnswerFirstAndCloseAsync()
    {
        using var connection = new Wire(await _first!.WaitAsync(Patience.Time));
        await connection.ReadRequestAsync();
        Fill();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await connection.ReadToEndAsync();
    }

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private void Fill()
    {
        for (var i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                // Under way, as all of them are.
            }
        }
    }
}
