using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;

namespace Proxy.Core.Transport;

/// <summary>A listening socket shared by all loops of a group.</summary>
internal sealed class Listener : IDisposable
{
    private const long ComplainEveryMilliseconds = 10_000;

    private readonly Action<SocketConnection, Listener> _accepted;
    private readonly List<(EventLoop Loop, Action Close)> _closers = [];
    private readonly string? _unixPath;
    private long _complainedAt = -ComplainEveryMilliseconds;

    private Listener(string name, Socket socket, string? unixPath, EventLoopGroup group, Action<SocketConnection, Listener> accepted) =>
        (Name, Socket, _unixPath, Group, _accepted) = (name, socket, unixPath, group, accepted);

    public string Name { get; }

    public Socket Socket { get; }

    public EventLoopGroup Group { get; }

    /// <summary>The address in use; its port is the one the system chose where 0 was asked for.</summary>
    public EndPoint LocalEndPoint => Socket.LocalEndPoint!;

    /// <summary>Opens the socket and lets every loop accept on it.</summary>
    /// <exception cref="ProxyStartException">The address cannot be used.</exception>
    public static Listener Open(ListenerOptions options, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        if (!NetworkAddress.TryParse(options.Address, out var address, out var problem))
        {
            throw new ProxyStartException(problem);
        }

        var listener = new Listener(options.Name, ListeningSocket.Open(address, options.Backlog), address.UnixPath, group, accepted);
        foreach (var loop in group.Loops)
        {
            loop.AddListener(listener);
        }

        return listener;
    }

    /// <summary>A loop's share was set up: it is closed with the listener, on that loop.</summary>
    public void RegisterClose(EventLoop loop, Action close)
    {
        lock (_closers)
        {
            _closers.Add((loop, close));
        }
    }

    /// <summary>A connection is open, counted and on its loop.</summary>
    public void OnAccepted(SocketConnection connection) => _accepted(connection, this);

    /// <summary>The process has no descriptor or memory left to accept with.</summary>
    public void OnExhausted()
    {
        var now = Environment.TickCount64;
        if (now - Volatile.Read(ref _complainedAt) >= ComplainEveryMilliseconds)
        {
            Volatile.Write(ref _complainedAt, now);
            Warn("out of descriptors or memory, accepting pauses; raise the limit (ulimit -n)");
        }
    }

    /// <summary>Stops accepting on every loop, then closes the socket.</summary>
    public async Task CloseAsync()
    {
        // A loop may not have set up its share yet: behind what was posted to it, it has.
        foreach (var loop in Group.Loops)
        {
            await loop.RunAsync(static () => { }).ConfigureAwait(false);
        }

        (EventLoop Loop, Action Close)[] closers;
        lock (_closers)
        {
            closers = [.. _closers];
            _closers.Clear();
        }

        foreach (var (loop, close) in closers)
        {
            try
            {
                await loop.RunAsync(close).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The other loops' shares have to be closed before the socket is.
                Warn(exception.Message);
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        Socket.Dispose();
        if (_unixPath is null)
        {
            return;
        }

        try
        {
            File.Delete(_unixPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn($"its socket file is left behind: {exception.Message}");
        }
    }

    // A logger that throws must not keep a listener from accepting or closing.
    private void Warn(string problem)
    {
        try
        {
            Group.Loops[0].Logger.LogWarning("listener {Name}: {Problem}", Name, problem);
        }
        catch (Exception)
        {
            // There is nobody else to tell.
        }
    }
}
