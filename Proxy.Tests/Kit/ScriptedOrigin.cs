using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Proxy.Tests.Kit;

/// <summary>An origin whose every connection runs a script, and that remembers what it was sent.</summary>
internal sealed class ScriptedOrigin : IDisposable
{
    private readonly Socket _listener;
    private readonly Func<OriginConnection, Task> _script;
    private readonly ConcurrentQueue<WireMessage> _requests = new();
    private readonly ConcurrentQueue<OriginConnection> _connections = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private int _accepted;
    private int _ended;

    private ScriptedOrigin(Socket listener, Func<OriginConnection, Task> script)
    {
        (_listener, _script) = (listener, script);
        _ = AcceptAsync();
    }

    /// <summary>The address as a proxy's options take it.</summary>
    public string Address => _listener.LocalEndPoint is IPEndPoint ip ? $"http://{ip}" : $"unix:{_listener.LocalEndPoint}";

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections whose script is over.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public IReadOnlyList<WireMessage> Requests => [.. _requests];

    public IReadOnlyList<OriginConnection> Connections => [.. _connections];

    /// <summary>What went wrong in scripts, connection losses included.</summary>
    public IReadOnlyList<Exception> Failures => [.. _failures];

    /// <summary>Runs a script on every connection, which is closed behind it.</summary>
    public static ScriptedOrigin Start(Func<OriginConnection, Task> script, AddressKind kind = AddressKind.IPv4, int backlog = 1024) =>
        new(Listen(kind, backlog), script);

    /// <summary>Answers every request with the same bytes.</summary>
    public static ScriptedOrigin Answering(string response = OriginConnection.Hello, AddressKind kind = AddressKind.IPv4) => Start(
        async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(response);
            }
        },
        kind);

    /// <summary>An address on which nobody listens.</summary>
    public static string Refusing(AddressKind kind = AddressKind.IPv4)
    {
        using var origin = Start(_ => Task.CompletedTask, kind);
        return origin.Address;
    }

    public void Record(WireMessage request) => _requests.Enqueue(request);

    /// <summary>Accepts no more; open connections stay.</summary>
    public void StopListening()
    {
        var path = (_listener.LocalEndPoint as UnixDomainSocketEndPoint)?.ToString();
        _listener.Dispose();
        if (path is not null)
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        try
        {
            StopListening();
        }
        catch (ObjectDisposedException)
        {
            // Stopped before.
        }

        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private static Socket Listen(AddressKind kind, int backlog)
    {
        EndPoint address = kind switch
        {
            AddressKind.IPv4 => new IPEndPoint(IPAddress.Loopback, 0),
            AddressKind.IPv6 => new IPEndPoint(IPAddress.IPv6Loopback, 0),
            _ => new UnixDomainSocketEndPoint(UnixPath()),
        };
        var socket = new Socket(address.AddressFamily, SocketType.Stream, kind == AddressKind.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        socket.Bind(address);
        socket.Listen(backlog);
        return socket;
    }

    public static string UnixPath() => Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new OriginConnection(this, await _listener.AcceptAsync(), _accepted);
                _connections.Enqueue(connection);
                Interlocked.Increment(ref _accepted);
                _ = RunAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task RunAsync(OriginConnection connection)
    {
        try
        {
            await _script(connection);
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
        }

        connection.Dispose();
        Interlocked.Increment(ref _ended);
    }
}
