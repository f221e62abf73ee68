using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.EndToEnd;

/// <summary>An origin that takes one request and answers when it is told to.</summary>
internal sealed class GatedOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public GatedOrigin()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Completes when the request is here.</summary>
    public Task Arrived => _arrived.Task;

    public void Answer() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Answer();
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var buffer = new byte[4096];
            _ = await client.GetStream().ReadAsync(buffer);
            _arrived.TrySetResult();
            await _gate.Task;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"));
            _ = await client.GetStream().ReadAsync(buffer);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The test is over before the exchange was.
        }
    }
}
