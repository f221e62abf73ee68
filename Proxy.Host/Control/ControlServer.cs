using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Host.Control;

/// <summary>Listens for whoever asks or tells the running proxy something. A few connections at a time; the others wait in the kernel.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int MaxConnections = 16;
    private const int Backlog = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MaxConnections, MaxConnections);
    private readonly Socket _listener;
    private readonly string? _path;
    private readonly Func<Socket, ControlConnection> _connect;
    private readonly ILogger _log;
    private readonly Task _accepting;

    private ControlServer(Socket listener, string? path, Func<Socket, ControlConnection> connect, ILogger log)
    {
        (_listener, _path, _connect, _log) = (listener, path, connect, log);
        LocalEndPoint = listener.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Opens the address. A Unix socket is its user's only, from its first moment on.</summary>
    /// <exception cref="ProxyStartException">The address cannot be used.</exception>
    public static ControlServer Open(NetworkAddress address, ControlVerbs verbs, IControlGuard guard, ILogger log)
    {
        UnixFileMode? mode = address.UnixPath is null ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var listener = ListeningSocket.Open(address, Backlog, mode);
        return new(listener, address.UnixPath, socket => new ControlConnection(socket, verbs, guard), log);
    }

    /// <summary>Accepts no more, and ends what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        // While it is surely ours: once nobody listens here, a proxy that follows may put its own file in its place.
        if (_path is not null)
        {
            TryDelete(_path);
        }

        _listener.Dispose();
        await _stop.CancelAsync();
        await _accepting;
        for (var i = 0; i < MaxConnections; i++)
        {
            await _places.WaitAsync();
        }

        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await AcceptOneAsync();
                try
                {
                    await _places.WaitAsync(_stop.Token);
                }
                catch (OperationCanceledException)
                {
                    socket.Dispose();
                    throw;
                }

                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptAsync(_stop.Token);
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted, or there is no descriptor left: it must not spin for that.
                await Task.Delay(Pause, _stop.Token);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await _connect(socket).ServeAsync(_stop.Token);
        }
        catch (Exception e)
        {
            _log.LogError(e, "unexpected error on a control connection");
        }
        finally
        {
            _places.Release();
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("control socket {Path} is left behind: {Problem}", path, e.Message);
        }
    }
}
