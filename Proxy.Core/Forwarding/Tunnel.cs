using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Forwarding;

/// <summary>
/// Two connections made one by 101 or CONNECT (RFC 9110 §7.8, §9.3.6): bytes pass both ways as they come, each way with its own back-pressure, until both
/// sides have ended. An end on one side is passed on and the other goes on; anything worse on either ends both, and neither can take it for an end.
/// </summary>
internal sealed class Tunnel : ILoopTimerOwner
{
    private readonly Exchange _exchange;
    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private readonly long _idle;
    private readonly long _halfClosedIdle;
    private bool _isHalfClosed;
    private bool _isOver;
    private long _lastMoved;
    private long _untaken; // when the timer looked last, and nothing moved here since
    private ProxyError _error;

    private Tunnel(Exchange exchange, Worker worker)
    {
        (_exchange, _loop) = (exchange, worker.Loop);
        _timer = new LoopTimer(this);
        _idle = exchange.Bounds.Times.TunnelIdle;
        _halfClosedIdle = Math.Min(_idle, exchange.Snapshot.Times.ClientIdle);
    }

    /// <summary>Sends the response's head and passes bytes until the tunnel ends. The connection to the origin is closed then.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> RunAsync(Exchange exchange, Worker worker)
    {
        if (exchange.BodyIsHeld)
        {
            exchange.RequestBody.SkipWhole();
        }

        if (exchange.IsUploading)
        {
            await Forwarder.EndUploadAsync(exchange).ConfigureAwait(false);
        }

        exchange.ResponseBegun = true;
        (exchange.KeepClient, exchange.EndsByClose) = (false, true);
        exchange.Origin!.BeginTunnel(exchange);
        worker.Counters.TunnelsOpened++;
        var tunnel = new Tunnel(exchange, worker);
        var error = await exchange.Connection.BeginTunnelAsync(exchange).ConfigureAwait(false);
        exchange.LetGoOfRoutes();
        if (error == ProxyError.None)
        {
            error = await tunnel.PassAsync().ConfigureAwait(false);
        }

        worker.Counters.TunnelsClosed++;
        exchange.EndsByClose = error != ProxyError.TunnelIdle || tunnel._isHalfClosed || tunnel._untaken > 0;
        return Release(exchange, error);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        var left = _lastMoved + Patience() - _loop.Now;
        if (left > 0 || IsTaken())
        {
            _loop.SetTimer(_timer, _lastMoved + Patience() - _loop.Now);
        }
        else
        {
            Fail(ProxyError.TunnelIdle);
        }
    }

    // One write may take longer than the silence that is allowed: a peer that takes some of it is not silent. What was there to take is known from the
    // check before, so that a peer that takes nothing has the time twice.
    private bool IsTaken()
    {
        var before = _untaken;
        _untaken = _exchange.Connection.ResponseBody.CountUntaken() + _exchange.Origin!.RequestBody.CountUntaken();
        var isMoving = _untaken > 0 && (before == 0 || _untaken < before);
        if (isMoving)
        {
            Touch(_untaken);
        }

        return isMoving;
    }

    private static ProxyError Release(Exchange exchange, ProxyError error)
    {
        var origin = exchange.Origin!;
        exchange.Origin = null;
        if (error != ProxyError.None && exchange.EndsByClose)
        {
            origin.Break();
        }

        origin.Release(reusable: false);
        return error;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> PassAsync()
    {
        var (client, origin) = (_exchange.Connection, _exchange.Origin!);
        Touch();
        _loop.SetTimer(_timer, _idle);
        var up = PassAsync(client.RequestBody, origin.RequestBody, towardsOrigin: true);
        await PassAsync(origin.ResponseBody, client.ResponseBody, towardsOrigin: false).ConfigureAwait(false);
        await up.ConfigureAwait(false);
        _isOver = true;
        _loop.Timers.Remove(_timer);
        return _error;
    }

    // Each way ends by itself, whatever happens: the other is waiting for it.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask PassAsync(BodySource source, BodySink sink, bool towardsOrigin)
    {
        try
        {
            await PassToEndAsync(source, sink, towardsOrigin).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _loop.OnFault(exception);
            Fail(ProxyError.Internal);
        }
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask PassToEndAsync(BodySource source, BodySink sink, bool towardsOrigin)
    {
        while (_error == ProxyError.None)
        {
            var read = await source.ReadAsync().ConfigureAwait(false);
            if (read.Error != ProxyError.None)
            {
                Fail(read.Error);
                return;
            }

            var error = await sink.WriteAsync(read).ConfigureAwait(false);
            source.Advance();
            Touch();
            if (error != ProxyError.None)
            {
                Fail(error);
            }
            else if (read.IsLast)
            {
                EndOneSide(towardsOrigin);
                return;
            }
        }
    }

    // The other side may still have much to say, but no longer for an hour nothing.
    private void EndOneSide(bool towardsOrigin)
    {
        if (!_isHalfClosed)
        {
            _isHalfClosed = true;
            _loop.SetTimer(_timer, _halfClosedIdle);
        }

        if (towardsOrigin)
        {
            _exchange.Origin!.EndTunnel();
        }
        else if (!_exchange.Connection.TryEndTunnel())
        {
            // A pipe has no half to end: what the client may still want to say has no hearer, so that all of it is over, in order.
            var (client, origin) = (_exchange.Connection, _exchange.Origin!);
            _isOver = true;
            client.CancelAll();
            origin.Cancel(ProxyError.ClientAborted);
        }
    }

    private void Fail(ProxyError error)
    {
        if (_error == ProxyError.None && !_isOver)
        {
            // The first cancel may bring all of the exchange to its end, before the second.
            var (client, origin) = (_exchange.Connection, _exchange.Origin!);
            _error = _exchange.IsAborted ? _exchange.Error : error;
            client.CancelAll();
            origin.Cancel(_error);
        }
    }

    private void Touch(long untaken = 0) => (_lastMoved, _untaken) = (_loop.Now, untaken);

    private long Patience() => _isHalfClosed ? _halfClosedIdle : _idle;
}
