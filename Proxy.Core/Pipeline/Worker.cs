using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Forwarding;
using Proxy.Core.Forwarding.Mirroring;
using Proxy.Core.Observability;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Core.Upstreams.Retrying;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Pipeline;

/// <summary>What one loop owns of the engine: its connections, its pools, its counters. Touched on the loop's thread only.</summary>
internal sealed class Worker
{
    private Generation _generation;

    public Worker(EventLoop loop, ProxySnapshot snapshot, int loops)
    {
        (Loop, Loops, MaxConnections) = (loop, loops, int.MaxValue);
        _generation = new Generation(this, snapshot, previous: null);
        Snapshot = snapshot;
        Pipeline = new RequestPipeline(this);
        Retrier = new Retrier(this);
        Exchanges = new LoopPool<Exchange>(static () => new Exchange());
        ClientStreams = new LoopPool<Http1ClientStream>(() => new Http1ClientStream(this));
        RequestParsers = new LoopPool<RequestParser>(static () => new RequestParser(ParserLimits.Default));
        ResponseParsers = new LoopPool<ResponseParser>(static () => new ResponseParser(ParserLimits.Default));
        Trailers = new LoopPool<TrailerSection>(static () => new TrailerSection());
        BodyMemory = new BodyMemory(loop.Buffers) { MaxBytes = snapshot.Limits.MaxBufferedBytes / loops };
        GatheredBodies = new LoopPool<GatheredBody>(() => new GatheredBody(this));
        KeptBodies = new LoopPool<KeptBody>(() => new KeptBody(this));
        ResponseBuffers = new LoopPool<ResponseBuffer>(() => new ResponseBuffer(this));
        Mirrors = new Mirrors(this);
        Probes = new LoopProbes(this);
        loop.Trimming = Trim;
        loop.Post(static worker => ((Worker)worker!).OpenAhead(), this);
    }

    public EventLoop Loop { get; }

    /// <summary>How many loops share what is bounded for all of them.</summary>
    public int Loops { get; }

    /// <summary>What exchanges begin with. Those under way have their own: <see cref="Exchange.Generation"/>.</summary>
    public Generation Generation => _generation;

    /// <summary>What holds between exchanges, and when one begins. Those under way have their own: <see cref="Exchange.Snapshot"/>.</summary>
    public ProxySnapshot Snapshot { get; private set; }

    /// <summary>The pools of this loop to all endpoints it has asked and that are still there.</summary>
    public List<EndpointPool> Pools { get; } = [];

    /// <summary>Connections to origins that are open or being opened; readable on any thread.</summary>
    public int UpstreamOpen { get; set; }

    /// <summary>Connections to origins that wait for a request; readable on any thread.</summary>
    public int UpstreamIdle { get; set; }

    public RequestPipeline Pipeline { get; }

    /// <summary>What lies around the tries of requests.</summary>
    public Retrier Retrier { get; }

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

    /// <summary>This loop's part of the access log, or null where there is none.</summary>
    public LoopAccessLog? AccessLog { get; set; }

    /// <summary>Memory for bodies that are held.</summary>
    public BodyMemory BodyMemory { get; }

    /// <summary>Requests' bodies that are gathered before an origin is asked.</summary>
    public LoopPool<GatheredBody> GatheredBodies { get; }

    /// <summary>Requests' bodies of which a copy is kept while they are passed on.</summary>
    public LoopPool<KeptBody> KeptBodies { get; }

    /// <summary>Responses that are read ahead of their clients.</summary>
    public LoopPool<ResponseBuffer> ResponseBuffers { get; }

    /// <summary>Copies of requests that are under way.</summary>
    public Mirrors Mirrors { get; }

    /// <summary>The endpoints this loop probes.</summary>
    public LoopProbes Probes { get; }

    /// <summary>What chance decides: which upstream of a split, which request is mirrored.</summary>
    public LoopRandom Random { get; } = new((ulong)System.Random.Shared.NextInt64());

    /// <summary>Client connections this loop takes.</summary>
    public int MaxConnections { get; set; }

    public bool IsStopping { get; private set; }

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
        var connection = new ClientConnection(this, socket, info, listener);
        if (listener.IsClosed)
        {
            // Accepted just before, and missed by what retires its connections.
            connection.Retire();
        }

        _ = connection.RunAsync();
    }

    /// <summary>Serves a connection that somebody else accepted and will be told the end of.</summary>
    public ClientConnection Serve(IDuplexPipe pipe, ConnectionInfo info, TaskCompletionSource ended)
    {
        Counters.ConnectionsAccepted++;
        var connection = new ClientConnection(this, pipe, info, ended: ended);
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
    public int DropIdleUpstreams() => Pools.Sum(static pool => pool.DropAllIdle());

    /// <summary>Runs another snapshot from now on; exchanges under way go on with theirs.</summary>
    public void Reload(ProxySnapshot snapshot)
    {
        AssertOnLoop();
        Mirrors.Abort();
        (_generation, Snapshot) = (new Generation(this, snapshot, _generation), snapshot);
        BodyMemory.MaxBytes = snapshot.Limits.MaxBufferedBytes / Loops;
        OpenAhead();
    }

    /// <summary>Ends idle connections now and busy ones after their response; the task completes when none is left.</summary>
    public Task Drain()
    {
        IsStopping = true;
        Mirrors.Abort();
        Probes.Stop();
        DropIdleUpstreams();
        return Connections.Drain();
    }

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

    // Where connections are to be there before anybody asks, so are the pools.
    private void OpenAhead()
    {
        foreach (var upstream in Snapshot.Upstreams)
        {
            if (upstream.Options.MinIdleConnections > 0)
            {
                Array.ForEach(upstream.Group.Members, member => member.Endpoint.PoolOf(this));
            }
        }
    }

    private void Trim()
    {
        OpenAhead();
        Exchanges.Trim();
        ClientStreams.Trim();
        RequestParsers.Trim();
        ResponseParsers.Trim();
        Trailers.Trim();
        AccessLog?.ReportDropped();
        BodyMemory.Trim();
        GatheredBodies.Trim();
        KeptBodies.Trim();
        ResponseBuffers.Trim();
        Mirrors.Trim();
        Pools.ForEach(static pool => pool.Trim());
    }
}
