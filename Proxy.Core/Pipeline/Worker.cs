using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Observability;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Pipeline;

/// <summary>What one loop owns of the engine: its connections, its pools, its counters. Touched on the loop's thread only.</summary>
internal sealed class Worker
{
    private readonly EndpointPool[] _pools;
    private readonly IBalancer[] _balancers;

    public Worker(EventLoop loop, ProxySnapshot snapshot, int loops)
    {
        (Loop, Snapshot) = (loop, snapshot);
        MaxConnections = int.MaxValue;
        _pools = new EndpointPool[snapshot.EndpointCount];
        _balancers = new IBalancer[snapshot.Upstreams.Length];
        foreach (var upstream in snapshot.Upstreams)
        {
            _balancers[upstream.Id] = new RoundRobin(upstream.Endpoints, loop.Index);
            foreach (var endpoint in upstream.Endpoints)
            {
                _pools[endpoint.Id] = new EndpointPool(this, endpoint, upstream.Options, loops);
            }
        }

        Pipeline = new RequestPipeline(this);
        Exchanges = new LoopPool<Exchange>(static () => new Exchange());
        ClientStreams = new LoopPool<Http1ClientStream>(() => new Http1ClientStream(this));
        RequestParsers = new LoopPool<RequestParser>(() => new RequestParser(snapshot.ParserLimits));
        ResponseParsers = new LoopPool<ResponseParser>(() => new ResponseParser(snapshot.ParserLimits));
        Trailers = new LoopPool<TrailerSection>(static () => new TrailerSection());
        loop.Trimming = Trim;
    }

    public EventLoop Loop { get; }

    public ProxySnapshot Snapshot { get; }

    public RequestPipeline Pipeline { get; }

    public ConnectionTracker Connections { get; } = new();

    public WorkerCounters Counters { get; } = new();

    public LoopPool<Exchange> Exchanges { get; }

    public LoopPool<Http1ClientStream> ClientStreams { get; }

    /// <summary>Parsers, held only while a head is read: most often the same hot one.</summary>
    public LoopPool<RequestParser> RequestParsers { get; }

    /// <inheritdoc cref="RequestParsers"/>
    public LoopPool<ResponseParser> ResponseParsers { get; }

    /// <summary>Trailer sections, held only by bodies that have trailer fields.</summary>
    public LoopPool<TrailerSection> Trailers { get; }

    /// <summary>Client connections this loop takes.</summary>
    public int MaxConnections { get; set; }

    public bool IsStopping { get; private set; }

    public EndpointPool PoolOf(Endpoint endpoint) => _pools[endpoint.Id];

    public IBalancer BalancerOf(Upstream upstream) => _balancers[upstream.Id];

    /// <summary>Every step of the road runs on its own loop, whatever it awaited: checked in debug builds.</summary>
    [Conditional("DEBUG")]
    public void AssertOnLoop() => Debug.Assert(Loop.IsCurrent, "A step runs on a thread that is not its loop's.");

    /// <summary>A client's connection was accepted; it is counted on the loop already.</summary>
    public void Serve(SocketConnection socket, Listener listener)
    {
        Counters.ConnectionsAccepted++;
        if (Loop.ConnectionCount > MaxConnections || IsStopping)
        {
            Shed(socket);
            return;
        }

        var info = new ConnectionInfo { RemoteEndPoint = socket.RemoteEndPoint, LocalEndPoint = listener.LocalEndPoint };
        _ = new ClientConnection(this, socket, info).RunAsync();
    }

    /// <summary>Serves a connection that somebody else accepted and will be told the end of.</summary>
    public ClientConnection Serve(IDuplexPipe pipe, ConnectionInfo info, TaskCompletionSource ended)
    {
        Counters.ConnectionsAccepted++;
        var connection = new ClientConnection(this, pipe, info, ended);
        _ = connection.RunAsync();
        return connection;
    }

    /// <summary>Something ended before its time: it is counted, and told at the level of debugging, since peers can bring it about at will.</summary>
    public void Report(ProxyError error, Endpoint? endpoint = null, int tries = 0)
    {
        Counters.Count(error);
        if (Loop.Logger.IsEnabled(LogLevel.Debug))
        {
            Loop.Logger.LogDebug("request failed: {Reason}, endpoint {Endpoint}, tries {Tries}", ProxyErrors.Of(error).Label, endpoint?.Name ?? "-", tries);
        }
    }

    /// <summary>A client's connection has ended.</summary>
    public void OnEnded() => Loop.CountConnection(-1);

    /// <summary>Closes every idle connection to an origin; how many there were.</summary>
    public int DropIdleUpstreams() => _pools.Sum(static pool => pool.DropAllIdle());

    /// <summary>Ends idle connections now and busy ones after their response; the task completes when none is left.</summary>
    public Task Drain()
    {
        IsStopping = true;
        DropIdleUpstreams();
        return Connections.Drain();
    }

    public int CountOpenUpstreams() => _pools.Sum(static pool => pool.Open);

    public int CountIdleUpstreams() => _pools.Sum(static pool => pool.Idle);

    private void Shed(SocketConnection socket)
    {
        Counters.ConnectionsShed++;
        Report(ProxyError.ConnectionLimit);
        var status = ProxyErrors.Of(ProxyError.ConnectionLimit).Status;
        Span<byte> response = stackalloc byte[CannedResponses.MaxBytes];
        var length = CannedResponses.Write(response, status, Loop.Date.Get(Loop.Now), close: true, headOnly: false);

        // A new socket's send buffer is empty: what does not fit at once is not worth waiting for.
        socket.Send(response[..length], default);
        DiscardRequest(socket);
        socket.Close();
        OnEnded();
    }

    // Closing with a request unread would reset the connection, and the reset can overtake the response (RFC 9112 §9.6).
    private static void DiscardRequest(SocketConnection socket)
    {
        Span<byte> unread = stackalloc byte[4096];
        socket.ShutdownWrite();
        socket.Receive(unread);
    }

    private void Trim()
    {
        Exchanges.Trim();
        ClientStreams.Trim();
        RequestParsers.Trim();
        ResponseParsers.Trim();
        Trailers.Trim();
        foreach (var pool in _pools)
        {
            pool.Trim();
        }
    }
}
