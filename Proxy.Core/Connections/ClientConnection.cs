using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>
/// One client's connection: waits for a request, has it served, and waits for the next (RFC 9112 §9.3), for as long as both sides keep it. While it waits it
/// holds neither buffer nor exchange.
/// </summary>
internal sealed class ClientConnection : ITransportObserver, ILoopTimerOwner
{
    private const long LingerMilliseconds = 5_000;
    private const long RetireMilliseconds = 1_000;
    private const int TurnExchanges = 16;

    private readonly Worker _worker;
    private readonly ITransportConnection? _transport;
    private readonly TaskCompletionSource? _ended;
    private readonly LoopTimer _timer;
    private CloseReason _reason = CloseReason.ClientClosed;
    private byte[]? _tlsVersion;
    private byte[]? _tlsCipher;
    private PeerIdentity? _peer;
    private Http1ClientStream? _stream;
    private int _requests;
    private int _exchangesThisTurn;
    private long _turn;
    private bool _isIdle;
    private bool _isClosing;
    private bool _isRetiring;
    private bool _sawEmptyLine;
    private bool _timedOut;
    private bool _lingers;
    private bool _isCut;
    private bool _endsBroken;
    private bool _endsByClose;
    private bool _endsCut;

    /// <param name="worker">Whose loop the connection lives on.</param>
    /// <param name="pipe">Its bytes; every continuation has to run on the loop.</param>
    /// <param name="info">Who is at the other end.</param>
    /// <param name="listener">Who accepted it, or null where somebody else did.</param>
    /// <param name="ended">Told when the connection is over, or null.</param>
    public ClientConnection(Worker worker, IDuplexPipe pipe, ConnectionInfo info, Listener? listener = null, TaskCompletionSource? ended = null)
    {
        (_worker, Input, Output, Info, Listener, _ended) = (worker, pipe.Input, pipe.Output, info, listener, ended);
        _transport = pipe as ITransportConnection;
        _timer = new LoopTimer(this);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public ConnectionInfo Info { get; }

    /// <summary>Who accepted the connection, or null where somebody else did.</summary>
    public Listener? Listener { get; }

    /// <inheritdoc cref="ClientStream.Peer"/>
    public PeerIdentity Peer =>
        _peer is { } peer && peer.Policy == _worker.Snapshot.Identity ? peer : _peer = new(Info.RemoteEndPoint, IsSecure, _worker.Snapshot.Identity);

    /// <inheritdoc cref="ClientStream.TlsVersion"/>
    public ReadOnlySpan<byte> TlsVersion => _tlsVersion ??= Encoding.ASCII.GetBytes(Info.TlsVersion ?? "");

    /// <inheritdoc cref="ClientStream.TlsCipher"/>
    public ReadOnlySpan<byte> TlsCipher => _tlsCipher ??= Encoding.ASCII.GetBytes(Info.TlsCipher ?? "");

    /// <inheritdoc cref="ClientStream.IsSecure"/>
    public bool IsSecure => Info.Scheme == "https";

    /// <summary>The request being served, or null between requests.</summary>
    public Exchange? Exchange { get; private set; }

    /// <summary>The next response is the last one, and says so.</summary>
    public bool IsClosing => _isClosing || _isRetiring;

    internal ClientConnection? Next { get; set; }

    internal ClientConnection? Previous { get; set; }

    /// <summary>Serves the connection to its end. Never throws.</summary>
    public async Detached RunAsync()
    {
        _worker.Connections.Add(this);
        try
        {
            if (_transport is not null)
            {
                _transport.Observer = this;
            }

            BeginIdle(_worker.Snapshot.Times.RequestHead);
            while (!_isClosing)
            {
                var result = await Input.ReadAsync().ConfigureAwait(false);
                if (IsEmptyLine(result))
                {
                    continue;
                }

                if (!EndIdle(result))
                {
                    break;
                }

                var error = await BeginExchange(result).ConfigureAwait(false);
                await (error == ProxyError.None
                    ? _worker.Pipeline.RunAsync(Exchange!)
                    : _stream!.RefuseAsync(Exchange!, error)).ConfigureAwait(false);
                if (!EndExchange())
                {
                    break;
                }

                if (!TakeTurn())
                {
                    await new LoopYield(_worker.Loop);
                }

                BeginIdle(_isRetiring ? RetireMilliseconds : _worker.Snapshot.Times.KeepAlive);
            }
        }
        catch (IOException)
        {
            _reason = CloseReason.ClientLost;
            LogBroken(ProxyError.ClientAborted);
            ReturnExchange();
        }
        catch (Exception exception)
        {
            // Whatever was going on is in an unknown state: it is dropped, not reused.
            _reason = CloseReason.Fault;
            _endsBroken |= Exchange is { ResponseBegun: true, EndsByClose: true };
            LogBroken(ProxyError.Internal);
            Exchange?.Origin?.Release(reusable: false);
            Exchange?.Gathered?.Clear();
            (Exchange, _stream) = (null, null);
            _worker.Loop.OnFault(exception);
        }

        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _worker.Loop.OnFault(exception);
        }

        _worker.Connections.Remove(this);
        _worker.OnEnded();
        _ended?.TrySetResult();
    }

    /// <summary>The proxy stops: an idle connection ends now, a busy one after its response.</summary>
    public void Drain()
    {
        _isClosing = true;
        _reason = CloseReason.Stopping;
        if (_isIdle)
        {
            Input.CancelPendingRead();
        }
    }

    /// <summary>
    /// Its listener is gone: the connection ends with the next response that can still say so, or when it has been idle for a second more. No client that is just
    /// sending a request loses it, and one that has just come is answered. A tunnel stays.
    /// </summary>
    public void Retire()
    {
        _isRetiring = true;
        if (_isIdle && _requests > 0)
        {
            _worker.Loop.SetTimer(_timer, RetireMilliseconds);
        }
    }

    /// <summary>Sends the end of our side, where the connection knows such a thing.</summary>
    public bool TryShutdownWrite()
    {
        _transport?.ShutdownWrite();
        return _transport is not null;
    }

    /// <summary>Ends the connection now, whatever it does.</summary>
    public void Cut()
    {
        _isClosing = _isCut = true;
        _reason = CloseReason.Stopping;
        Exchange?.Abort(ProxyError.Stopped);
        Input.CancelPendingRead();
        Output.CancelPendingFlush();
    }

    void ITransportObserver.OnUnreadEvent(bool reset)
    {
        // An end alone is no abort: a half-closed client still takes its response.
        if (reset)
        {
            Exchange?.Abort(ProxyError.ClientAborted);
        }
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        _timedOut = true;
        if (_isIdle)
        {
            // Ends the connection at once; what the client did not take of its last response is flushed there, and is not to be canceled.
            Input.CancelPendingRead();
            return;
        }

        Input.CancelPendingRead();
        Output.CancelPendingFlush();
    }

    // False: others are to have their turn first. Requests that came in one receive may all be answered without a wait.
    private bool TakeTurn()
    {
        if (_turn != _worker.Loop.Turn)
        {
            (_turn, _exchangesThisTurn) = (_worker.Loop.Turn, 0);
        }

        return ++_exchangesThisTurn < TurnExchanges;
    }

    private void BeginIdle(long patience)
    {
        _isIdle = true;
        _worker.Loop.SetTimer(_timer, patience);
    }

    // RFC 9112 §2.2: an empty line before a request is ignored, and no request has begun with it; one that came with the request is the parser's. The first
    // half alone is left until more comes. Every other is taken for the begin of a request, so that nobody lives on empty lines.
    private bool IsEmptyLine(in ReadResult result)
    {
        var buffer = result.Buffer;
        if (buffer.Length is 0 or > 2 || result.IsCanceled || result.IsCompleted || _sawEmptyLine || buffer.FirstSpan is not [(byte)'\r', ..])
        {
            return false;
        }

        var isWhole = buffer.Length == 2 && buffer.Slice(1).FirstSpan[0] == '\n';
        if (buffer.Length == 2 && !isWhole)
        {
            return false;
        }

        _sawEmptyLine = isWhole;
        Input.AdvanceTo(isWhole ? buffer.End : buffer.Start, buffer.End);
        return true;
    }

    // True when a request begins with what was read.
    private bool EndIdle(ReadResult result)
    {
        _isIdle = false;
        _timer.Cancel();
        if (!result.IsCanceled && !result.Buffer.IsEmpty)
        {
            return true;
        }

        Input.AdvanceTo(result.Buffer.Start);
        _reason = _isClosing ? CloseReason.Stopping
            : !_timedOut ? CloseReason.ClientClosed
            : _isRetiring ? CloseReason.ListenerClosed
            : CloseReason.IdleTimeout;
        return false;
    }

    private ValueTask<ProxyError> BeginExchange(in ReadResult first)
    {
        Exchange = _worker.Exchanges.Get();
        _stream = _worker.ClientStreams.Get();
        _isClosing |= ++_requests >= _worker.Snapshot.MaxRequestsPerConnection;
        var followsEmptyLine = _sawEmptyLine;
        _sawEmptyLine = false;
        return _stream.BeginAsync(this, Exchange, first, followsEmptyLine);
    }

    // True when another request may follow.
    private bool EndExchange()
    {
        var (exchange, stream) = (Exchange!, _stream!);
        // A body nobody asked for is skipped where it is here already; else the connection ends.
        exchange.KeepClient &= stream.RequestBody.SkipWhole();
        var another = exchange.KeepClient || Conclude(exchange, stream);
        ReturnExchange();
        return another;
    }

    private void LogBroken(ProxyError error)
    {
        if (Exchange is { } exchange)
        {
            _worker.AccessLog?.AddBroken(exchange, error);
        }
    }

    private void ReturnExchange()
    {
        if (Exchange is { } exchange && _stream is { } stream)
        {
            (Exchange, _stream) = (null, null);
            exchange.Origin?.Release(reusable: false);
            exchange.LetGoOfBody();
            stream.Clear();
            exchange.Reset();
            _worker.ClientStreams.Return(stream);
            _worker.Exchanges.Return(exchange);
        }
    }

    // False: the connection ends, and this is how.
    private bool Conclude(Exchange exchange, Http1ClientStream stream)
    {
        var failed = exchange.Error != ProxyError.None;
        _endsByClose = exchange.EndsByClose;
        _endsCut = failed && !exchange.ErrorSent;
        _reason = _isCut ? CloseReason.Stopping : failed ? CloseReason.ExchangeFailed : CloseReason.ResponseSaidClose;
        if (failed && (exchange.EndsByClose || exchange.Error == ProxyError.ClientReadTooSlow))
        {
            // The end of this body is the end of the connection: only a reset tells that it was cut (RFC 9112 §8). And for a client that takes nothing,
            // an orderly end would wait behind what it does not take, which the system would keep for it.
            _endsBroken = true;
        }

        // A client that was refused for what it asked had reason to send more: it did not say close.
        _lingers = !stream.RequestBody.IsEnded || exchange.Error is ProxyError.ClientHeadInvalid or ProxyError.MethodNotForwarded;
        return false;
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask CloseAsync()
    {
        _worker.Counters.Count(_reason);
        var isBroken = _isCut || _endsBroken || _reason is CloseReason.ClientLost or CloseReason.Fault;
        if (!isBroken && Output is IGatherWriter { HasUnsent: true } && !await TryFlushRestAsync().ConfigureAwait(false))
        {
            isBroken = true;
            _endsBroken = _endsByClose;
        }

        if (_transport is not null && !isBroken && (_lingers || _transport.HasUnreadEvent))
        {
            await LingerAsync(_transport).ConfigureAwait(false);
        }

        _worker.Loop.Timers.Remove(_timer);
        if (_transport is not null)
        {
            Complete(Input, Output, _endsBroken);
            return;
        }

        // A foreign pipe may write what it still holds, and block on it. Nothing of a response that was cut is to be written.
        await Task.Run(() => Complete(Input, Output, isBroken || _endsCut)).ConfigureAwait(false);
        await new LoopReturn(_worker.Loop);
    }

    private static void Complete(PipeReader input, PipeWriter output, bool isBroken)
    {
        try
        {
            input.Complete();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is gone, or its owner's own end of it failed: nothing is left to close.
        }

        try
        {
            output.Complete(isBroken ? new IOException("The response was cut short.") : null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As above.
        }
    }

    // The last response was put off: it leaves with the end, in the time that any client has to take what is queued for it. False: it did not leave.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<bool> TryFlushRestAsync()
    {
        _transport?.AnnounceEnd();
        var flush = Output.FlushAsync();
        var result = flush.IsCompletedSuccessfully ? flush.Result : await AwaitFlushAsync(flush).ConfigureAwait(false);
        if (result.IsCanceled)
        {
            return false;
        }

        _transport?.ShutdownWrite();
        return true;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<FlushResult> AwaitFlushAsync(ValueTask<FlushResult> flush)
    {
        var guard = new StallGuard(_worker.Loop);
        guard.Watch(null, Output, _worker.Snapshot.ClientStall);
        guard.Begin(0);
        try
        {
            return await flush.ConfigureAwait(false);
        }
        finally
        {
            guard.Clear();
        }
    }

    // Closing while bytes wait unread resets the connection, and the reset can overtake the response (RFC 9112 §9.6): the end is sent first, and
    // what still comes is thrown away until the client ends too, or its time is over.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask LingerAsync(ITransportConnection transport)
    {
        _timedOut = false;
        transport.ShutdownWrite();
        _worker.Loop.SetTimer(_timer, LingerMilliseconds);
        while (!_timedOut && !_isCut)
        {
            try
            {
                var result = await transport.Input.ReadAsync().ConfigureAwait(false);
                transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
