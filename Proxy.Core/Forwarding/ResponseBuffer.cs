using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Forwarding;

/// <summary>
/// Reads a response ahead of its client, so that the origin's connection is free as soon as all of it is here. What was read is sent at once, beside the
/// reading on: nothing is held back to fill a buffer. What finds no room waits until the client has taken what was before it.
/// </summary>
internal sealed class ResponseBuffer
{
    // The next read brings more: few bytes are worth no sending of their own.
    private const int HoldBytes = 16 * 1024;

    // A sink copies as much behind the head, and does not keep its source waiting.
    private const int CopiedBytes = 4 * 1024;

    private readonly Worker _worker;
    private readonly BodyBuffer _buffer;
    private Exchange _exchange = null!;
    private BodySink _sink = null!;
    private TrailerSection? _trailers;
    private ValueTask _sending;
    private bool _mustAwait; // the sending begun last
    private bool _isSending;
    private bool _isWhole;
    private bool _isSent;
    private ProxyError _error;

    public ResponseBuffer(Worker worker) => (_worker, _buffer) = (worker, new BodyBuffer(worker.BodyMemory));

    /// <summary>True for responses that are worth it: the route says so, they may find room, and they do not go out as they are here.</summary>
    public static bool MayHold(Exchange exchange)
    {
        var (source, max) = (exchange.Origin!.ResponseBody, exchange.Bounds.ResponseBufferBytes);
        var framing = exchange.Response.Framing;
        return max > 0 && !source.IsEnded
            && (framing.Kind == BodyKind.Length
                ? framing.Length <= max && !(framing.Length <= CopiedBytes && source.TryPeekWhole(out _))
                : framing.Kind is BodyKind.Chunked or BodyKind.UntilClose);
    }

    /// <summary>Sends the body to the client, and gives the origin's connection back as soon as the body is here.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> RelayAsync(Exchange exchange, Worker worker)
    {
        var buffer = worker.ResponseBuffers.Get();
        (buffer._exchange, buffer._sink) = (exchange, exchange.Connection.ResponseBody);
        var error = await buffer.RelayAsync(exchange.Origin!.ResponseBody, exchange.Bounds.ResponseBufferBytes).ConfigureAwait(false);
        buffer.Return();
        return error;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> RelayAsync(BodySource source, int max)
    {
        // The head does not wait for a body that is late: an event stream is open before its first event.
        _error = await _sink.FlushSoonAsync().ConfigureAwait(false);
        while (_error == ProxyError.None && !_isSent)
        {
            var read = await source.ReadAsync().ConfigureAwait(false);
            if (read.Error != ProxyError.None)
            {
                // What came before is sent all the same, as it would have been without a buffer.
                await SendHeldAsync().ConfigureAwait(false);
                _error = _error == ProxyError.None ? read.Error : _error;
                break;
            }

            if (_buffer.Length + read.Data.Length > max || !_buffer.TryAppend(read.Data))
            {
                await SendHeldAsync().ConfigureAwait(false);
                await PassAsync(source, read).ConfigureAwait(false);
                continue;
            }

            source.Advance();
            (_isWhole, _trailers) = (read.IsLast, read.Trailers);
            BeginSending(read.MoreIsReady);
            if (_isWhole)
            {
                await ReleaseOriginAsync().ConfigureAwait(false);
                await EndSendingAsync().ConfigureAwait(false);
            }
        }

        await EndSendingAsync().ConfigureAwait(false);
        return _error;
    }

    // Straight from where it was received: no room is left, or it is more than may be held.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask PassAsync(BodySource source, BodyRead read)
    {
        if (_error == ProxyError.None)
        {
            _error = await _sink.WriteAsync(read).ConfigureAwait(false);
        }

        source.Advance();
        _isSent = read.IsLast;
    }

    // Trailer fields lie with the connection: it goes back behind them. A request that is still being sent needs it too.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask ReleaseOriginAsync()
    {
        if (_trailers is not null || (_exchange.IsUploading && !_exchange.UploadEnded))
        {
            return;
        }

        await Forwarder.EndUploadAsync(_exchange).ConfigureAwait(false);
        Forwarder.ReleaseOrigin(_exchange);
    }

    private void BeginSending(bool moreIsReady)
    {
        if (_isSending || (moreIsReady && !_isWhole && _buffer.Length < HoldBytes))
        {
            return;
        }

        if (_mustAwait)
        {
            // Over, and not asked yet how it went: its state is recycled with the answer.
            _sending.GetAwaiter().GetResult();
        }

        (_mustAwait, _sending) = (true, SendAsync());
    }

    // All that is held, and what waits there for a read that was to bring more.
    private ValueTask SendHeldAsync()
    {
        BeginSending(moreIsReady: false);
        return EndSendingAsync();
    }

    private ValueTask EndSendingAsync()
    {
        if (!_mustAwait)
        {
            return default;
        }

        _mustAwait = false;
        return _sending;
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask SendAsync()
    {
        _isSending = true;
        try
        {
            while (_error == ProxyError.None && !_isSent && (_buffer.Length > 0 || _isWhole))
            {
                var (bytes, isLast) = (_buffer.Bytes, _isWhole);
                var error = await _sink.WriteAsync(new BodyRead(bytes, isLast, Trailers: _trailers)).ConfigureAwait(false);
                _buffer.Consume(bytes.Length);
                _isSent = isLast;
                if (error != ProxyError.None)
                {
                    Fail(error);
                }
            }
        }
        catch (Exception exception)
        {
            // Whoever reads from a silent origin must not wait for a client that is gone.
            _worker.Loop.OnFault(exception);
            Fail(ProxyError.Internal);
        }

        _isSending = false;
    }

    private void Fail(ProxyError error)
    {
        _error = error;
        _exchange.Origin?.Cancel(error);
    }

    private void Return()
    {
        _buffer.Clear();
        (_exchange, _sink, _trailers, _sending) = (null!, null!, null, default);
        (_mustAwait, _isSending, _isWhole, _isSent, _error) = (false, false, false, false, ProxyError.None);
        _worker.ResponseBuffers.Return(this);
    }
}
