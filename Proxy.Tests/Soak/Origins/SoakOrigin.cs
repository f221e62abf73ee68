using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Soak.Origins;

/// <summary>An origin that does with each request what its plan says, and can stop listening for a while.</summary>
internal sealed class SoakOrigin : IDisposable
{
    private readonly ConcurrentDictionary<SoakWire, bool> _open = new();
    private readonly OriginActor _actor;
    private readonly CancellationToken _cancellation;

    // Bound and never listening: keeps the port from others while nobody listens, so that connections are refused.
    private readonly Socket _holder = NewSocket();
    private Socket? _listener;

    public SoakOrigin(OriginActor actor, CancellationToken cancellation)
    {
        (_actor, _cancellation) = (actor, cancellation);
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_holder.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public string Address => $"http://{EndPoint}";

    public void Listen()
    {
        var listener = NewSocket();
        listener.Bind(EndPoint);
        listener.Listen(1024);
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>Takes no connection from now on; those that are open stay.</summary>
    public void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>Waits until the proxy has ended every connection.</summary>
    public async Task ExpectEmptyAsync()
    {
        try
        {
            await Patience.UntilAsync(() => _open.IsEmpty, "the proxy ends its connections to an origin");
        }
        catch (TimeoutException)
        {
            _actor.Report($"{_open.Count} connections to an origin are left");
        }
    }

    public void Dispose()
    {
        StopListening();
        _holder.Dispose();
        foreach (var wire in _open.Keys)
        {
            wire.Dispose();
        }
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(new SoakWire(await listener.AcceptAsync(_cancellation)));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It listens no more.
        }
    }

    private async Task ServeAsync(SoakWire wire)
    {
        _open[wire] = true;
        try
        {
            while (await _actor.ServeAsync(wire, _cancellation))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The proxy has ended the connection: its right wherever the exchange is not over.
        }
        catch (Exception exception)
        {
            _actor.Report($"an origin was sent what it cannot read: {exception}");
        }

        wire.Dispose();
        _open.TryRemove(wire, out _);
    }
}
