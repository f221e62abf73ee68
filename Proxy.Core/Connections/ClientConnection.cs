using System.IO.Pipelines;
using System.Net;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Connections;

/// <summary>
/// One client's connection: waits for a request, has it served, and waits for the next (RFC 9112 §9.3), for as long as both sides keep it. While it waits it
/// holds neither buffer nor exchange.
/// </summary>
internal sealed class ClientConnection : ITransportObserver, ILoopTimerOwner
{
    private const long RetireMilliseconds = 1_000;
    private const int TurnExchanges = 16;

    private readonly TaskCompletionSource? _ended;
    private readonly LoopTimer _timer;
    private PeerIdentity? _peer;
    private RareFacts? _facts;
    private RentedExchange _rented;
    private LeadingEmptyLine _emptyLine;
    private ConnectionEnding _ending;
    private int _requests;
    private int _exchangesThisTurn;
    private long _turn;
    private bool _isIdle;
    private bool _isClosing;
    private bool _isRetiring;

    /// <param name="worker">Whose loop the connection lives on.</param>
    /// <param name="pipe">Its bytes; every continuation has to run on the loop.</param>
    /// <param name="info">Who is at the other end.</param>
    /// <param name="listener">Who accepted it, or null where somebody else did.</param>
    /// <param name="ended">Told when the connection is over, or null.</param>
    public ClientConnection(Worker worker, IDuplexPipe pipe, ConnectionInfo info, Listener? listener = null, TaskCompletionSource? ended = null)
    {
        (Worker, Input, Output, Info, Listener, _ended) = (worker, pipe.Input, pipe.Output, info, listener, ended);
        Transport = pipe as ITransportConnection;
        _timer = new LoopTimer(this);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public ConnectionInfo Info { get; }

    /// <summary>Who accepted the connection, or null where somebody else did.</summary>
    public Listener? Listener { get; }

    /// <inheritdoc cref="ClientStream.Peer"/>
    public PeerIdentity Peer =>
        _peer is { } peer && peer.Policy == Worker.Snapshot.Identity ? peer : _peer = new(Info.RemoteEndPoint, IsSecure, Worker.Snapshot.Identity);

    /// <inheritdoc cref="ClientStream.LocalEndPoint"/>
    public EndPoint? LocalEndPoint => Facts.LocalEndPoint ??= FindLocal();

    /// <inheritdoc cref="ClientStream.Kept"/>
    public KeptConnections Kept => Facts.Kept ??= new();

    /// <inheritdoc cref="ClientStream.TlsVersion"/>
    public ReadOnlySpan<byte> TlsVersion => Facts.TlsVersionOf(Info);

    /// <inheritdoc cref="ClientStream.TlsCipher"/>
    public ReadOnlySpan<byte> TlsCipher => Facts.TlsCipherOf(Info);

    /// <inheritdoc cref="ClientStream.IsSecure"/>
    public bool IsSecure => Info.Scheme == "https";

    /// <summary>The request being served, or null between requests.</summary>
    public Exchange? Exchange => _rented.Exchange;

    /// <summary>The next response is the last one, and says so.</summary>
    public bool IsClosing => _isClosing || _isRetiring;

    /// <summary>Whose loop the connection lives on.</summary>
    internal Worker Worker { get; }

    /// <summary>What can be asked of the connection beyond reading and writing, or null where it is a foreign pipe.</summary>
    internal ITransportConnection? Transport { get; }

    /// <summary>A wait has lasted as long as it may.</summary>
    internal bool HasTimedOut { get; private set; }

    /// <summary>The connection was to end at once.</summary>
    internal bool IsCut { get; private set; }

    internal ClientConnection? Next { get; set; }

    internal ClientConnection? Previous { get; set; }

    /// <summary>Serves the connection to its end. Never throws.</summary>
    public async Detached RunAsync()
    {
        Worker.Connections.Add(this);
        try
        {
            if (Transport is not null)
            {
                Transport.Observer = this;
            }

            BeginIdle(Worker.Snapshot.Times.RequestHead);
            while (!_isClosing)
            {
                var result = await Input.ReadAsync().ConfigureAwait(false);
                if (_emptyLine.TrySkip(Input, result))
                {
                    continue;
                }

                if (!EndIdle(result))
                {
                    break;
                }

                var error = await BeginExchange(result).ConfigureAwait(false);
                await (error == ProxyError.None
                    ? Worker.Pipeline.RunAsync(Exchange!)
                    : _rented.Stream!.RefuseAsync(Exchange!, error)).ConfigureAwait(false);
                if (!EndExchange())
                {
                    break;
                }

                if (!TakeTurn())
                {
                    await new LoopYield(Worker.Loop);
                }

                BeginIdle(_isRetiring ? RetireMilliseconds : Worker.Snapshot.Times.KeepAlive);
            }
        }
        catch (IOException)
        {
            _ending.Reason = CloseReason.ClientLost;
            LogBroken(ProxyError.ClientAborted);
            _rented.Return(Worker);
        }
        catch (Exception exception)
        {
            _ending.OnFault(Exchange);
            LogBroken(ProxyError.Internal);
            _rented.Drop();
            Worker.Loop.OnFault(exception);
        }

        try
        {
            _facts?.Kept?.Close();
            await _ending.RunAsync(this).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Worker.Loop.OnFault(exception);
        }

        Worker.Connections.Remove(this);
        Worker.OnEnded();
        _ended?.TrySetResult();
    }

    /// <summary>The proxy stops: an idle connection ends now, a busy one after its response.</summary>
    public void Drain()
    {
        _isClosing = true;
        _ending.Reason = CloseReason.Stopping;
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
            Worker.Loop.SetTimer(_timer, RetireMilliseconds);
        }
    }

    /// <summary>Sends the end of our side, where the connection knows such a thing.</summary>
    public bool TryShutdownWrite()
    {
        Transport?.ShutdownWrite();
        return Transport is not null;
    }

    /// <summary>Ends the connection now, whatever it does.</summary>
    public void Cut()
    {
        _isClosing = IsCut = true;
        _ending.Reason = CloseReason.Stopping;
        Exchange?.Abort(ProxyError.Stopped);
        Input.CancelPendingRead();
        Output.CancelPendingFlush();
    }

    /// <summary>The wait for the client's own end begins, bounded as waits for requests are.</summary>
    internal void BeginLastWait(long patience)
    {
        HasTimedOut = false;
        Worker.Loop.SetTimer(_timer, patience);
    }

    /// <summary>Nothing is waited for any more.</summary>
    internal void EndWaits() => Worker.Loop.Timers.Remove(_timer);

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
        HasTimedOut = true;
        if (_isIdle)
        {
            // Ends the connection at once; what the client did not take of its last response is flushed there, and is not to be canceled.
            Input.CancelPendingRead();
            return;
        }

        Input.CancelPendingRead();
        Output.CancelPendingFlush();
    }

    private RareFacts Facts => _facts ??= new();

    // A listener may stand for every address of the machine: only the connection itself knows which.
    private EndPoint? FindLocal() => Info.LocalEndPoint is IPEndPoint { Address: var address } && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        ? Transport?.ReadLocalEndPoint() ?? Info.LocalEndPoint
        : Info.LocalEndPoint;

    // False: others are to have their turn first. Requests that came in one receive may all be answered without a wait.
    private bool TakeTurn()
    {
        if (_turn != Worker.Loop.Turn)
        {
            (_turn, _exchangesThisTurn) = (Worker.Loop.Turn, 0);
        }

        return ++_exchangesThisTurn < TurnExchanges;
    }

    private void BeginIdle(long patience)
    {
        _isIdle = true;
        Worker.Loop.SetTimer(_timer, patience);
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
        _ending.Reason = _isClosing ? CloseReason.Stopping
            : !HasTimedOut ? CloseReason.ClientClosed
            : _isRetiring ? CloseReason.ListenerClosed
            : CloseReason.IdleTimeout;
        return false;
    }

    private ValueTask<ProxyError> BeginExchange(in ReadResult first)
    {
        _rented.Rent(Worker);
        _isClosing |= ++_requests >= Worker.Snapshot.MaxRequestsPerConnection;
        return _rented.Stream!.BeginAsync(this, Exchange!, first, _emptyLine.BeginRequest());
    }

    // True when another request may follow.
    private bool EndExchange()
    {
        var (exchange, stream) = (Exchange!, _rented.Stream!);
        // A body nobody asked for is skipped where it is here already; else the connection ends.
        exchange.KeepClient &= stream.RequestBody.SkipWhole();
        var another = exchange.KeepClient;
        if (!another)
        {
            _ending.Conclude(exchange, stream.RequestBody, IsCut);
        }

        _rented.Return(Worker);
        return another;
    }

    private void LogBroken(ProxyError error)
    {
        if (Exchange is { } exchange)
        {
            Worker.AccessLog?.AddBroken(exchange, error);
        }
    }
}
