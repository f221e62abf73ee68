using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>Switches protocols with whoever asks, and sends back what it is sent.</summary>
internal sealed class ChatOrigin : IDisposable
{
    private static readonly byte[] Switch =
        Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ChatOrigin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _ = AcceptAsync();
    }

    public string Address => $"{_listener.LocalEndPoint}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static async Task EchoAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                var buffer = new byte[1024];
                var head = new StringBuilder();
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    head.Append(Encoding.ASCII.GetString(buffer, 0, await connection.ReceiveAsync(buffer)));
                }

                await connection.SendAsync(Switch);
                int received;
                while ((received = await connection.ReceiveAsync(buffer)) > 0)
                {
                    await connection.SendAsync(buffer.AsMemory(0, received));
                }
            }
            catch (SocketException)
            {
                // The client is gone.
            }
        }
    }
}
