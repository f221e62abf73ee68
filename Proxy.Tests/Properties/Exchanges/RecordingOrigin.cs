using System.Net.Sockets;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>An origin that reads with the naive reader only, answers each request that is whole, and remembers them all. For one exchange after the other.</summary>
internal sealed class RecordingOrigin : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Lock _lock = new();
    private readonly List<RecordedConnection> _open = [];
    private readonly string _path = ScriptedOrigin.UnixPath();
    private OriginRecord _record = new(null);

    public RecordingOrigin()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen(64);
        _ = AcceptAsync();
    }

    /// <summary>The address as a proxy's options take it.</summary>
    public string Address => $"unix:{_path}";

    /// <summary>Connections that have not ended.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Connections on which a request is cut, or was never one, and that have not ended.</summary>
    public int Unfinished
    {
        get
        {
            lock (_lock)
            {
                return _open.Count(connection => connection.HasRest);
            }
        }
    }

    /// <summary>Begins a new record.</summary>
    /// <param name="script">What answers each request, before its connection is closed; null for an answer of the origin's own, on a connection that stays.</param>
    public OriginRecord Begin(byte[]? script)
    {
        lock (_lock)
        {
            return _record = new OriginRecord(script);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
        lock (_lock)
        {
            _open.ForEach(connection => connection.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(new RecordedConnection(await _listener.AcceptAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(RecordedConnection connection)
    {
        lock (_lock)
        {
            _open.Add(connection);
        }

        try
        {
            while (await connection.ReceiveAsync() && await connection.AnswerAsync(Record))
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy gave up, or the test is over.
        }

        connection.Dispose();
        lock (_lock)
        {
            _open.Remove(connection);
        }
    }

    private OriginRecord Record()
    {
        lock (_lock)
        {
            return _record;
        }
    }
}
