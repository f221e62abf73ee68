using System.Net;
using System.Net.Sockets;

namespace Proxy.Tests.Kit;

/// <summary>Answers whatever comes with the same bytes, and remembers nothing: for tests that measure memory.</summary>
internal sealed class LightOrigin : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _answer;
    private int _accepted;
    private int _ended;

    public LightOrigin(string text)
    {
        _answer = System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}");
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndPoint}";

    public int Accepted => Volatile.Read(ref _accepted);

    public int Ended => Volatile.Read(ref _ended);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync();
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    // Requests come one at a time and in one piece.
    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            var request = new byte[1024];
            try
            {
                while (await connection.ReceiveAsync(request) > 0)
                {
                    await connection.SendAsync(_answer);
                }
            }
            catch (SocketException)
            {
                // The end all the same.
            }
        }

        Interlocked.Increment(ref _ended);
    }
}
