using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;

namespace Proxy.Core.Transport;

/// <summary>A listening socket shared by all loops of a group.</summary>
internal sealed class Listener : IDisposable
{
    private const long ComplainEveryMilliseconds = 10_000;

    private readonly NetworkAddress _address;
    private readonly Action<SocketConnection, Listener> _accepted;
    private readonly List<(EventLoop Loop, Action Close)> _closers = [];
    private long _complainedAt = -ComplainEveryMilliseconds;

    private volatile bool _isClosed;

    private Listener(ListenerOptions options, NetworkAddress address, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        (Options, _address, Group, _accepted) = (options, address, group, accepted);
        Socket = ListeningSocket.Open(address, options.Backlog);
    }

    /// <summary>What it was opened with, or told since.</summary>
    public ListenerOptions Options { get; private set; }

    public string Name => Options.Name;

    /// <summary>It accepts no more; what it accepted just before may still be on its way to a loop.</summary>
    public bool IsClosed => _isClosed;

    public Socket Socket { get; }

    public EventLoopGroup Group { get; }

    /// <summary>The address in use; its port is the one the system chose where 0 was asked for.</summary>
    public EndPoint LocalEndPoint => Socket.LocalEndPoint!;

    /// <summary>The port in use; 0 for a Unix socket.</summary>
    public int Port => (LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Opens the socket: from now on the kernel takes connections, which wait until <see cref="Accept"/>.</summary>
    /// <exception cref="ProxyStartException">The address cannot be used.</exception>
    public static Listener Open(ListenerOptions options, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        if (!NetworkAddress.TryParse(options.Address, out var address, out var problem))
        {
            throw new ProxyStartException(problem);
        }

        return new Listener(options, address, group, accepted);
    }

    /// <summary>Lets every loop accept on the socket.</summary>
    public void Accept()
    {
        foreach (var loop in Group.Loops)
        {
            loop.AddListener(this);
        }
    }

    /// <summary>Goes on with other options for the same address; a backlog that changed is the kernel's from now on.</summary>
    public void Continue(ListenerOptions options)
    {
        if (options.Backlog != Options.Backlog)
        {
            Socket.Listen(options.Backlog);
        }

        Options = options;
    }

    /// <summary>True when the options ask for the address this one has.</summary>
    public bool HasAddress(ListenerOptions options) =>
        NetworkAddress.TryParse(options.Address, out var address, out _) && (address == _address || (IsPlain(address) && IsPlain(_address)
            && address.ToEndPoint().Equals(_address.ToEndPoint())));

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
        _isClosed = true;

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
        if (_address.UnixPath is not { } path)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn($"its socket file is left behind: {exception.Message}");
        }
    }

    // One IPv6 address may be written in many ways; "*" is more than an address.
    private static bool IsPlain(NetworkAddress address) => address.UnixPath is null && address.Host != "*" && address.IsLiteral;

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
