using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>
/// A proxy with the test's own client and origin at its two ends. Both are sockets that the thread of the test looks after itself, so that a run is the same
/// whenever it is repeated, and nothing of it is under way when it is over.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly ProxyFixture _proxy;
    private readonly Socket _listener;
    private readonly List<Link> _origins = [];
    private readonly List<Socket> _ready = [];

    private Bench(ProxyFixture proxy, Socket listener) => (_proxy, _listener) = (proxy, listener);

    /// <summary>The origin's address as a Host names it.</summary>
    public string OriginAuthority => _listener.LocalEndPoint!.ToString()!;

    /// <summary>Connections of the origin that live.</summary>
    public IReadOnlyList<Link> Origins => _origins;

    /// <summary>Told when an origin's connection has received something or ended.</summary>
    public Action<Link>? OnOrigin { get; set; }

    /// <summary>What the proxy calls itself in Via.</summary>
    public string Pseudonym => Encoding.ASCII.GetString(_proxy.Server.Workers[0].Snapshot.Identity.Pseudonym);

    public static async Task<Bench> StartAsync(TransportKind kind)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(64);
        var proxy = await ProxyFixture.StartAsync(new ProxyOptions
        {
            Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.IPv4) }],
            Upstreams = [new UpstreamOptions { Endpoints = [EndpointOptions.FromString($"http://{listener.LocalEndPoint}")] }],
            Routes = [new RouteOptions { Upstream = "default" }],
            Transport = new TransportOptions { Threads = 1, Kind = kind },
        });
        return new Bench(proxy, listener);
    }

    public Link Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_proxy.Address);
        return new Link(socket);
    }

    /// <summary>Lets the proxy see what was sent to it, and takes what it sent upon that.</summary>
    public async Task SettleAsync(Link client)
    {
        await _proxy.SettleAsync();
        Turn(client, 0);
    }

    /// <summary>Turns until something has happened.</summary>
    public void Until(Link client, Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience.Time)
            {
                throw new TimeoutException($"Waited in vain: {what}");
            }

            Turn(client, 100_000);
        }
    }

    /// <summary>Takes everything that has come already.</summary>
    public void Drain(Link client)
    {
        while (Turn(client, 0))
        {
        }
    }

    /// <summary>Behind a run that failed: what it left on the origin's connections is not to be the next one's.</summary>
    public async Task DropOriginsAsync()
    {
        _origins.ForEach(each => each.Reset());
        await _proxy.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _origins.ForEach(each => each.Dispose());
        _listener.Dispose();
        await _proxy.DisposeAsync();
    }

    // False: nothing was there to be done.
    private bool Turn(Link client, int microseconds)
    {
        // Those that the test itself closed.
        _origins.RemoveAll(each => each.HasEnded);
        _ready.Clear();
        _ready.Add(_listener);
        _ready.AddRange(_origins.Select(each => each.Socket));
        if (!client.HasEnded)
        {
            _ready.Add(client.Socket);
        }

        Socket.Select(_ready, null, null, microseconds);
        foreach (var socket in _ready)
        {
            Take(client, socket);
        }

        _origins.RemoveAll(each => each.HasEnded);
        return _ready.Count > 0;
    }

    private void Take(Link client, Socket ready)
    {
        if (ready == _listener)
        {
            _origins.Add(new Link(_listener.Accept()));
        }
        else if (ready == client.Socket)
        {
            client.Receive();
        }
        else if (_origins.Find(each => each.Socket == ready) is { HasEnded: false } origin)
        {
            origin.Receive();
            OnOrigin?.Invoke(origin);
            if (origin.HasEnded)
            {
                origin.Dispose();
            }
        }
    }
}
