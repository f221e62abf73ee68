using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Forwarding;

/// <summary>
/// A request's body of which an origin hears nothing before all of it is here, or as much as may be held: then what is here, and the rest as it comes.
/// </summary>
internal sealed class GatheredBody : BodySource
{
    /// <summary>The longest that is sent in one piece, before the response is looked for; what is longer may be answered before it is taken.</summary>
    private const int MaxWholeBytes = 256 * 1024;
    private const int SliceBytes = 64 * 1024;

    private readonly Worker _worker;
    private readonly BodyBuffer _buffer;
    private BodySource _source = EmptyBody.Instance;
    private BodyRead _unheld; // what was read last and found no room
    private Part _handedOut;
    private TrailerSection? _trailers;
    private bool _hasUnheld;
    private bool _isWhole;
    private bool _isUsed;
    private long _slice;
    private bool _hasBegun;

    public GatheredBody(Worker worker) => (_worker, _buffer) = (worker, new BodyBuffer(worker.BodyMemory));

    private enum Part : byte
    {
        None,
        Held,
        Unheld,
        Rest,
    }

    public override bool IsEnded => _isUsed || (!_isWhole && IsDrained && _source.IsEnded);

    public override long BytesRead => _source.BytesRead - _buffer.Length - (_hasUnheld ? _unheld.Data.Length : 0);

    /// <summary>It goes out beside the waiting for the response, as a body does that is still arriving, and cannot be sent again.</summary>
    public bool IsStreamed => _hasBegun || (_isWhole && _buffer.Length > MaxWholeBytes);

    public override ProxyError Truncated => _source.Truncated;

    private bool IsDrained => _buffer.Length == 0 && !_hasUnheld;

    /// <summary>
    /// Gathers an exchange's body, as far as its route says. Not one that is here already, and not one that is too large anyway where the origin is to be asked
    /// first whether it wants it (RFC 9110 §10.1.1).
    /// </summary>
    public static ValueTask<ProxyError> GatherAsync(Exchange exchange, Worker worker)
    {
        var (request, body) = (exchange.Request, exchange.Connection.RequestBody);
        var isTooLarge = request.Framing.Kind == BodyKind.Length && request.Framing.Length > exchange.Bounds.RequestBufferBytes;
        if (body.IsEnded || body.TryPeekWhole(out _) || (isTooLarge && request.ExpectsContinue))
        {
            return new(ProxyError.None);
        }

        var gathered = exchange.Gathered = worker.GatheredBodies.Get();
        return gathered.GatherAsync(exchange, body);
    }

    /// <summary>Lets go of what is held.</summary>
    public void Clear()
    {
        _buffer.Clear();
        (_source, _unheld, _hasUnheld, _trailers) = (EmptyBody.Instance, default, false, null);
        (_handedOut, _isWhole, _isUsed, _hasBegun) = (Part.None, false, false, false);
    }

    /// <summary>The exchange is over.</summary>
    public void Return()
    {
        if (_hasUnheld)
        {
            _source.Advance();
        }

        Clear();
        _worker.GatheredBodies.Return(this);
    }

    public override ValueTask<BodyRead> ReadAsync()
    {
        if (IsEnded)
        {
            return new(BodyRead.End);
        }

        if (_buffer.Length > 0 || _isWhole)
        {
            (_handedOut, _slice) = (Part.Held, Math.Min(_buffer.Length, SliceBytes));
            var isAll = _slice == _buffer.Length;
            return new(isAll && _isWhole ? Whole() : new BodyRead(_buffer.Bytes.Slice(0, _slice), IsLast: false, MoreIsReady: !isAll || _hasUnheld));
        }

        _handedOut = _hasUnheld ? Part.Unheld : Part.Rest;
        return _hasUnheld ? new(_unheld) : _source.ReadAsync();
    }

    public override void Advance()
    {
        switch (_handedOut)
        {
            case Part.Held:
                _buffer.Consume(_slice);
                _hasBegun = true;
                _isUsed = _isWhole && _buffer.Length == 0;
                break;
            case Part.Unheld:
                (_unheld, _hasUnheld) = (default, false);
                _source.Advance();
                break;
            case Part.Rest:
                _source.Advance();
                break;
        }

        _handedOut = Part.None;
    }

    public override void LimitTo(long maxBytes) => _source.LimitTo(maxBytes);

    public override void FilterTrailers(HeaderPolicy? policy) => _source.FilterTrailers(policy);

    public override bool TryPeekWhole(out BodyRead body)
    {
        var isHeld = _isWhole && !_isUsed && !_hasBegun;
        body = isHeld ? Whole() : default;
        return isHeld;
    }

    public override bool SkipWhole()
    {
        if (_isWhole && !_isUsed)
        {
            _buffer.Clear();
            _isUsed = true;
        }

        return IsEnded;
    }

    public override EpollConnection? RawSocket(out long length)
    {
        length = 0;
        return IsDrained && !_isWhole ? _source.RawSocket(out length) : null;
    }

    public override void SkipRaw(long bytes) => _source.SkipRaw(bytes);

    public override ValueTask<ProxyError> AwaitRawAsync() => _source.AwaitRawAsync();

    private BodyRead Whole() => new(_buffer.Bytes, IsLast: true, Trailers: _trailers);

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> GatherAsync(Exchange exchange, BodySource source)
    {
        _source = source;
        if (exchange.Request.ExpectsContinue)
        {
            exchange.ContinueSent = true;
            var error = await exchange.Connection.SendContinueAsync().ConfigureAwait(false);
            if (error != ProxyError.None)
            {
                return error;
            }
        }

        while (true)
        {
            var read = await source.ReadAsync().ConfigureAwait(false);
            if (read.Error != ProxyError.None)
            {
                return read.Error;
            }

            if (_buffer.Length + read.Data.Length > exchange.Bounds.RequestBufferBytes || !_buffer.TryAppend(read.Data))
            {
                (_unheld, _hasUnheld) = (read, true);
                return ProxyError.None;
            }

            source.Advance();
            if (read.IsLast)
            {
                (_isWhole, _trailers) = (true, read.Trailers);
                return ProxyError.None;
            }
        }
    }
}
