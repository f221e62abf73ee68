using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Host.Demo;

/// <summary>A tiny HTTP/1.1 origin for the demo, on a free port of the loopback address. No server for anything else: it has no bounds.</summary>
internal sealed class DemoOrigin : IAsyncDisposable
{
    private readonly string _name;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="name">What the origin calls itself in its answers.</param>
    public DemoOrigin(string name)
    {
        _name = name;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the origin listens, as <c>127.0.0.1:40123</c>.</summary>
    public string Address => _listener.LocalEndPoint!.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
                open.RemoveAll(connection => connection.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            // Latin-1 gives every byte one character, so that lines, lengths and bodies can be read by one reader.
            using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
            while (await DemoExchange.AnswerAsync(reader, stream, $"{_name} ({Address})", _stop.Token))
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or FormatException)
        {
            // The peer left, sent nonsense, or the demo ends: either way this connection is over.
        }
    }
}
