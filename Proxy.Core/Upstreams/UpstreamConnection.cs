using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Proxy.Core.Connections;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Routing;
using Proxy.Core.Transport;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams;

/// <summary>
/// An HTTP/1.1 connection to an endpoint: carries one exchange at a time and waits in its <see cref="EndpointPool"/> in between. While it waits nobody
/// reads from it, and whatever arrives (an end, or bytes nobody asked for) closes it.
/// </summary>
internal sealed class UpstreamConnection : UpstreamStream, ITransportObserver, ILoopTimerOwner
{
    private readonly Worker _worker;
    private readonly EndpointPool _pool;
    private readonly SocketConnection _socket;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Http1BodySource _responseBody;
    private readonly LoopTimer _timer; // of the pool while idle, of the response's head while one is awaited
    private readonly long _ends; // in the loop's milliseconds, whatever it carries then
    private int _carried;
    private RouteBounds? _bounds; // of the exchange it carries
    private Http1BodySink? _requestBody;
    private ResponseParser? _parser;
    private long _tryEnds; // of a request that leaves whole
    private long _headTime = LoopTimer.Never; // of a try whose request goes on leaving
    private KnownMethod _method; // of the request it carries
    private Introduction? _introduction; // once it was sent, where origins are told of clients
    private bool _isCopy; // which has no client
    private bool _isReused;
    private bool _isIdle;
    private bool _headIsLate;
    private bool _awaitsContinue;
    private bool _sawHeadBytes;
    private bool _hasFinalHead;
    private bool _putsOffAll; // the request waits, whole, for the end of the turn it was written in
    private bool _wroteBefore;
    private ProxyError _canceled;

    /// <param name="worker">Whose loop it lives on.</param>
    /// <param name="pool">Where it waits.</param>
    /// <param name="opener">How it was opened.</param>
    /// <param name="socket">The connection itself.</param>
    public UpstreamConnection(Worker worker, EndpointPool pool, Connector opener, SocketConnection socket)
    {
        (_worker, _pool, Opener, _socket) = (worker, pool, opener, socket);
        (_input, _output) = (socket.Input, socket.Output);
        _ends = pool.EndOfNew;
        _responseBody = new Http1BodySource(worker, PeerErrors.Upstream);
        _timer = new LoopTimer(this);
    }

    public override Endpoint Endpoint => _pool.Endpoint;

    public override bool IsReused => _isReused;

    public override BodySource ResponseBody => _responseBody;

    public override BodySink RequestBody => _requestBody!;

    /// <summary>How it was opened.</summary>
    public Connector Opener { get; }

    /// <summary>Another request may follow on it: of anybody, or of the client its origin was told of, as long as that is there.</summary>
    public bool MayBeKept => !Opener.Introduces || _introduction?.Keeper is { IsClosed: false };

    /// <summary>Something arrived while nobody waited for it, or was not taken: the connection cannot carry another request.</summary>
    public bool IsStale => _socket.HasUnreadEvent || _socket.HasUnsent;

    /// <summary>It is old enough, or has carried enough, to be closed.</summary>
    public bool IsSpent => _carried >= _pool.MaxRequestsPerConnection || _worker.Loop.Now >= _ends;

    internal UpstreamConnection? Above { get; set; }

    internal UpstreamConnection? Below { get; set; }

    /// <summary>
    /// True when the connection cannot carry another request. The system is asked: its answer is newer than the last event, and what an origin said
    /// before the request must not pass for the answer to it. It costs a system call for each reuse, about 3 % of a small request.
    /// </summary>
    public bool IsDead() => IsStale || _worker.Loop.Now >= _ends || _socket.ProbeUnreadEvent();

    /// <summary>True when it belongs to that pool and told its origin of that client.</summary>
    public bool IsFor(EndpointPool pool, ToldClient client) => _pool == pool && _introduction!.Client == client;

    /// <summary>The pool keeps it from now on.</summary>
    public void BeginIdle()
    {
        _isIdle = true;
        _socket.Observer = this;
        SetIdleTimer();
        _introduction?.Keeper!.Add(this);
    }

    /// <summary>The pool gives it away.</summary>
    public void EndIdle()
    {
        _isIdle = false;
        _socket.Observer = null;
        _timer.Cancel();
        _introduction?.Keeper!.Remove(this);
        Reuse();
    }

    /// <summary>It is needed no more, or ended by itself; nothing where it is not idle.</summary>
    public void EndWhileIdle()
    {
        if (_isIdle)
        {
            _isIdle = false;
            _introduction?.Keeper!.Remove(this);
            _pool.DropIdle(this);
        }
    }

    /// <summary>Another exchange begins on it.</summary>
    public void Reuse() => _isReused = true;

    public void Close()
    {
        _worker.Loop.Timers.Remove(_timer);
        _responseBody.Clear();
        _requestBody?.Clear();

        // Both sides completed close the socket, and give back what it still held.
        _input.Complete();
        _output.Complete();
        if (_parser is not null)
        {
            _parser.Reset();
            _worker.ResponseParsers.Return(_parser);
            _parser = null;
        }
    }

    public override ValueTask<ProxyError> SendAsync(Exchange exchange, in BodyRead heldBody)
    {
        _worker.AssertOnLoop();
        var framing = exchange.Request.Framing;
        (_bounds, _method, _isCopy) = (exchange.Bounds, exchange.Request.Method, false);
        (_hasFinalHead, _putsOffAll, _wroteBefore) = (false, false, exchange.BytesWrittenUpstream);
        (_tryEnds, _headTime) = exchange.BodyIsHeld ? (exchange.TryEnds, LoopTimer.Never) : (LoopTimer.Never, exchange.Retry.PerTry);
        Introduce(exchange, exchange.Connection);
        _carried++;
        RequestHeaders.Write(_output, exchange, Endpoint);
        exchange.BytesWrittenUpstream = true;
        if (framing.HasBody)
        {
            BeginRequestBody(framing.Kind == BodyKind.Chunked, exchange.BodyIsHeld ? exchange.Retry.Stall : null);
            var sent = exchange.BodyIsHeld ? _requestBody!.WriteAsync(heldBody) : _requestBody!.FlushAsync();
            _putsOffAll = exchange.BodyIsHeld && _socket.IsPutOff;
            return sent;
        }

        if (_socket.TryFlushSoon())
        {
            _putsOffAll = true;
            return new(ProxyError.None);
        }

        var flush = _output.FlushAsync();
        if (flush.IsCompletedSuccessfully && flush.Result is { IsCompleted: false, IsCanceled: false })
        {
            return new(ProxyError.None);
        }

        BeginRequestBody(framing.Kind == BodyKind.Chunked);
        return _requestBody!.Await(flush);
    }

    public override ValueTask<ProxyError> SendCopyAsync(Exchange exchange, KnownMethod method, in ReadOnlySequence<byte> request)
    {
        _worker.AssertOnLoop();
        (_bounds, _method, _isCopy) = (exchange.Bounds, method, true);
        (_tryEnds, _headTime) = (LoopTimer.Never, LoopTimer.Never);
        (_hasFinalHead, _wroteBefore) = (false, false);
        Introduce(exchange, client: null);
        _carried++;
        BeginRequestBody(chunked: false);
        var sent = _requestBody!.WriteAsync(new BodyRead(request, IsLast: true));
        _putsOffAll = _socket.IsPutOff;
        return sent;
    }

    public override void ExpectHead()
    {
        // An early response: its head was there before the request's end.
        if (!_hasFinalHead)
        {
            _awaitsContinue = false;
            var time = Math.Min(_headTime, Math.Max(1, _tryEnds - _worker.Loop.Now));
            _worker.Loop.SetTimer(_timer, Math.Min(_bounds!.Times.UpstreamResponseHead, time));
        }
    }

    public override void ExpectContinue()
    {
        ExpectHead();
        _awaitsContinue = true;
    }

    public override void BeginTunnel(Exchange exchange)
    {
        _responseBody.BeginTunnel(_input, exchange.Snapshot.ParserLimits);
        _requestBody ??= new Http1BodySink(_worker.Loop, PeerErrors.Upstream);
        _requestBody.BeginTunnel(_output);
    }

    public override void EndTunnel() => _socket.ShutdownWrite();

    public override void Break() => _socket.Abort();

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public override async ValueTask<ProxyError> ReadHeadAsync(Exchange exchange)
    {
        _sawHeadBytes = false;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await _input.ReadAsync().ConfigureAwait(false);
            }
            catch (ConnectionLostException)
            {
                return ClosedInHead();
            }

            var error = TakeHead(exchange, result, out var isDone);
            if (isDone)
            {
                _timer.Cancel();
                return error;
            }
        }
    }

    public override void Cancel(ProxyError reason)
    {
        if (_canceled == ProxyError.None)
        {
            _canceled = reason;
            _input.CancelPendingRead();
            _output.CancelPendingFlush();
        }
    }

    public override void Release(bool reusable)
    {
        _bounds = null;
        if (reusable && _canceled == ProxyError.None && _responseBody.IsEnded)
        {
            _responseBody.Clear();
            _requestBody?.Clear();
            _socket.UpdateReadable();
            _pool.Return(this);
        }
        else
        {
            _pool.Discard(this);
        }
    }

    void ITransportObserver.OnUnreadEvent(bool reset) => EndWhileIdle();

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        if (_isIdle && _pool.KeepsIdle && _worker.Loop.Now < _ends)
        {
            SetIdleTimer();
        }
        else if (_isIdle)
        {
            EndWhileIdle();
        }
        else if (!_awaitsContinue || _requestBody!.BytesWritten == 0)
        {
            _headIsLate = true;
            _input.CancelPendingRead();
        }
    }

    private void SetIdleTimer() =>
        _worker.Loop.SetTimer(_timer, Math.Min(_worker.Snapshot.Times.UpstreamPoolIdle, _ends - _worker.Loop.Now));

    // The first bytes of the connection: they leave with the request's head.
    private void Introduce(Exchange exchange, ClientStream? client)
    {
        if (!Opener.Introduces || _introduction is not null)
        {
            return;
        }

        var room = _output.GetSpan(ProxyHeader.MaxBytes);
        _introduction = client is null ? new(default, null) : new(ToldClient.Of(exchange), client.Kept);
        _output.Advance(client is null
            ? ProxyHeader.WriteLocal(room, Opener.ProxyProtocol)
            : ProxyHeader.Write(room, Opener.ProxyProtocol, _introduction.Client, client.LocalEndPoint));
    }

    private void BeginRequestBody(bool chunked, StallLimits? ofTry = null)
    {
        _requestBody ??= new Http1BodySink(_worker.Loop, PeerErrors.Upstream);
        var limits = ofTry is { } own && own.Idle < _bounds!.UpstreamStall.Idle ? own : _bounds!.UpstreamStall;
        _requestBody.Begin(_output, chunked, limits, mayPutOff: true, passesTrailers: true);
    }

    private ProxyError TakeHead(Exchange exchange, in ReadResult result, out bool isDone)
    {
        _worker.AssertOnLoop();
        isDone = true;
        var buffer = result.Buffer;
        if (result.IsCanceled)
        {
            _input.AdvanceTo(buffer.Start);
            return _headIsLate ? ProxyError.UpstreamHeadTimeout : _canceled;
        }

        if (_isReused && _putsOffAll && _socket.IsPutOff)
        {
            return GoBeforeSending(exchange);
        }

        var response = exchange.Response;
        _parser ??= RentParser(exchange);
        switch (_parser.Parse(buffer, _method, response))
        {
            case ParseStatus.Complete:
                _input.AdvanceTo(buffer.GetPosition(response.Length));
                _worker.ResponseParsers.Return(_parser);
                _parser = null;
                _hasFinalHead = !response.IsInterim;
                _responseBody.Begin(
                    _input, response.Framing, exchange.Snapshot.ParserLimits, exchange.Bounds.UpstreamStall,
                    trailersOf: !_isCopy && exchange.Connection.TakesTrailers ? response : null);
                _responseBody.FilterTrailers(exchange.Route?.ResponsePolicy);
                return ProxyError.None;
            case ParseStatus.Failed:
                _input.AdvanceTo(buffer.Start);
                return ProxyError.UpstreamHeadInvalid;
            default:
                _sawHeadBytes = !buffer.IsEmpty;
                _input.AdvanceTo(buffer.Start, buffer.End);
                isDone = result.IsCompleted;
                return !isDone ? ProxyError.None : _sawHeadBytes ? ProxyError.UpstreamHeadTruncated : ProxyError.UpstreamClosedBeforeHead;
        }
    }

    private ResponseParser RentParser(Exchange exchange)
    {
        var parser = _worker.ResponseParsers.Get();
        parser.Bound(exchange.Snapshot.ParserLimits);
        return parser;
    }

    // RFC 9112 §9.2: what comes before the request has left is no response to it. None of the request leaves any more.
    private ProxyError GoBeforeSending(Exchange exchange)
    {
        exchange.BytesWrittenUpstream = _wroteBefore;
        _socket.Abort();
        return ProxyError.UpstreamClosedBeforeHead;
    }

    private ProxyError ClosedInHead()
    {
        _timer.Cancel();
        return _canceled != ProxyError.None ? _canceled
            : _sawHeadBytes ? ProxyError.UpstreamHeadTruncated
            : ProxyError.UpstreamClosedBeforeHead;
    }
}
