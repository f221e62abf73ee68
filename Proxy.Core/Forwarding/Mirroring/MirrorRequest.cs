using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Forwarding.Mirroring;

/// <summary>
/// One copy of a request: its bytes are its own, since the client's exchange may be over before they leave. It is sent once, its response is read and thrown
/// away, and its errors are told nobody but the counters.
/// </summary>
internal sealed class MirrorRequest : ILoopTimerOwner
{
    // A longer response costs more than the connection it comes on.
    private const int MaxResponseBytes = 256 * 1024;
    private const int SwitchingProtocols = 101;

    private static readonly Action<object?> Run = static state => _ = ((MirrorRequest)state!).RunAsync();

    private readonly Worker _worker;
    private readonly Mirrors _mirrors;
    private readonly BodyBuffer _bytes;
    private readonly Exchange _exchange = new();
    private readonly LoopTimer _timer;
    private MirrorLane _lane = null!;
    private KnownMethod _method;

    public MirrorRequest(Worker worker, Mirrors mirrors)
    {
        (_worker, _mirrors, _bytes) = (worker, mirrors, new BodyBuffer(worker.BodyMemory));
        _timer = new LoopTimer(this);
    }

    internal MirrorRequest? Next { get; set; }

    internal MirrorRequest? Previous { get; set; }

    /// <summary>Copies a request, to be sent behind it; false, and nothing is copied, where there is no room.</summary>
    public bool TryBegin(Exchange original, Upstream upstream, Endpoint endpoint, in BodyRead body, MirrorLane lane)
    {
        try
        {
            if (!TryCopy(original, upstream, endpoint, body))
            {
                _bytes.Clear();
                return false;
            }
        }
        catch (Exception exception)
        {
            // The request itself goes on.
            _worker.Loop.OnFault(exception);
            _bytes.Clear();
            return false;
        }

        _exchange.BeginCopy(original.Generation);
        _exchange.Upstream = upstream;
        _exchange.Times.BeginTry(_worker.Loop.Now);
        if (!_exchange.BeginTry(endpoint))
        {
            // Another loop has taken the last place meanwhile.
            _exchange.Reset();
            _bytes.Clear();
            return false;
        }

        (_method, _lane) = (original.Request.Method, lane);
        _lane.InFlight++;
        _worker.Counters.MirroredRequests++;
        _worker.Loop.Ready(Run, this);
        return true;
    }

    /// <summary>Ends it, wherever it is.</summary>
    public void Abort() => _exchange.Abort(ProxyError.Stopped);

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => _exchange.Abort(ProxyError.UpstreamBodyTimeout);

    // The head says who is asked: for as long as it is written, that is the mirror.
    private bool TryCopy(Exchange original, Upstream upstream, Endpoint endpoint, in BodyRead body)
    {
        if (!_worker.BodyMemory.HasRoomFor(original.Request.Length + body.Data.Length))
        {
            return false;
        }

        var first = (original.Upstream, original.Endpoint);
        (original.Upstream, original.Endpoint) = (upstream, endpoint);
        try
        {
            RequestHeaders.Write(_bytes, original, endpoint);
        }
        finally
        {
            (original.Upstream, original.Endpoint) = first;
        }

        return original.Request.Framing.Kind == BodyKind.Chunked ? TryCopyChunk(body) : _bytes.TryAppend(body.Data);
    }

    private bool TryCopyChunk(in BodyRead body)
    {
        if (!body.Data.IsEmpty)
        {
            _bytes.Advance(ChunkedEncoder.WriteHeader(_bytes.GetSpan(ChunkedEncoder.MaxHeaderBytes), body.Data.Length));
        }

        if (!_bytes.TryAppend(body.Data))
        {
            return false;
        }

        var trailers = body.Trailers?.Lines.Length ?? 0;
        var writer = new HeadWriter(_bytes.GetSpan(ChunkedEncoder.DataEnd.Length + ChunkedEncoder.LastChunk.Length + trailers));
        writer.Write(body.Data.IsEmpty ? default : ChunkedEncoder.DataEnd);
        writer.WriteLastChunk(body.Trailers);
        _bytes.Advance(writer.Written);
        return true;
    }

    private async Detached RunAsync()
    {
        var error = ProxyError.Internal;
        try
        {
            error = _exchange.IsAborted ? _exchange.Error : await ExchangeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _worker.Loop.OnFault(exception);
        }

        var isWhole = error == ProxyError.None && _exchange.Origin is { ResponseBody.IsEnded: true };
        _exchange.Origin?.Release(reusable: isWhole && _exchange.Response.KeepAlive);
        _worker.Counters.MirrorsFailed += error == ProxyError.None ? 0 : 1;
        _timer.Cancel();
        _bytes.Clear();
        _exchange.Reset();
        _lane.InFlight--;
        _lane = null!;
        _mirrors.Remove(this);
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> ExchangeAsync()
    {
        // It never waits for a connection, perhaps before others that clients wait for.
        var error = _exchange.Endpoint!.PoolOf(_worker).IsFull
            ? ProxyError.UpstreamQueueFull
            : await _worker.Pipeline.LeaseAsync(_exchange).ConfigureAwait(false);
        if (error != ProxyError.None)
        {
            TryNotes.End(_exchange, _worker, error);
            return error;
        }

        TryNotes.Begin(_exchange, _worker);
        var origin = _exchange.Origin!;
        error = await origin.SendCopyAsync(_exchange, _method, _bytes.Bytes).ConfigureAwait(false);
        _bytes.Clear();
        origin.ExpectHead();
        for (var interim = 0; error == ProxyError.None; interim++)
        {
            error = await origin.ReadHeadAsync(_exchange).ConfigureAwait(false);
            if (error != ProxyError.None || !_exchange.Response.IsInterim)
            {
                break;
            }

            error = interim < _exchange.Snapshot.Limits.MaxInterimResponses && _exchange.Response.Status != SwitchingProtocols
                ? error
                : ProxyError.UpstreamTooManyInterim;
        }

        TryNotes.End(_exchange, _worker, error);
        return error == ProxyError.None ? await SkipBodyAsync(origin.ResponseBody).ConfigureAwait(false) : error;
    }

    // All of it in the time of one silence: a drip would keep its place for days.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> SkipBodyAsync(BodySource body)
    {
        _worker.Loop.SetTimer(_timer, _exchange.Bounds.Times.UpstreamBodyIdle);
        while (!body.IsEnded && body.BytesRead <= MaxResponseBytes)
        {
            var read = await body.ReadAsync().ConfigureAwait(false);
            if (read.Error != ProxyError.None)
            {
                return read.Error;
            }

            body.Advance();
        }

        return ProxyError.None;
    }
}
