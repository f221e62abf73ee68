using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Connections;

/// <summary>Takes a message's body out of an HTTP/1.1 connection, framing off (RFC 9112 §6 and §7).</summary>
internal sealed class Http1BodySource : BodySource, ITrailerOwner
{
    private const int FieldsTooLarge = 431; // RFC 6585 §5

    private readonly PeerErrors _errors;
    private StallLimits _stallLimits = StallLimits.None;
    private readonly EventLoop _loop;
    private readonly LoopPool<TrailerSection> _trailerPool;
    private bool _dropsUnderscores;
    private TrailerSection? _trailers;
    private MessageHead? _trailersOf;
    private HeaderPolicy? _policy;
    private StallGuard? _guard;
    private bool _isGuarded;
    private bool _waitsForUs;
    private PipeReader _input = null!;
    private BodyKind _kind;
    private ChunkedDecoder _decoder;
    private long _remaining;
    private long _bytesRead;
    private long _maxBytes;
    private BodyRead _whole;
    private SequencePosition _next;
    private bool _hasRead;
    private bool _isPeeked; // and what was read is all of it
    private bool _ended;

    /// <param name="worker">Whose loop the connection lives on.</param>
    /// <param name="errors">What failures are called.</param>
    public Http1BodySource(Worker worker, PeerErrors errors) => (_loop, _trailerPool, _errors) = (worker.Loop, worker.Trailers, errors);

    public override bool IsEnded => _ended;

    public override long BytesRead => _bytesRead;

    /// <summary>Begins a body that stands at the front of the reader.</summary>
    /// <param name="input">The connection.</param>
    /// <param name="framing">Where the body ends.</param>
    /// <param name="limits">The bounds on chunk lines and trailers.</param>
    /// <param name="stallLimits">What the peer may keep us waiting for.</param>
    /// <param name="maxBytes">The bound on the body.</param>
    /// <param name="waitsForUs">The peer sends nothing until it is told to (RFC 9110 §10.1.1): its first wait is not held against it until <see cref="Proceed"/>.</param>
    /// <param name="trailersOf">The head of the message where its trailer fields are to be passed on, else null: they are dropped.</param>
    /// <param name="dropsUnderscores">Trailer fields with an <c>_</c> in their names are dropped.</param>
    public void Begin(
        PipeReader input, BodyFraming framing, ParserLimits limits, StallLimits stallLimits, long maxBytes = long.MaxValue, bool waitsForUs = false,
        MessageHead? trailersOf = null, bool dropsUnderscores = false)
    {
        (_waitsForUs, _stallLimits, _dropsUnderscores) = (waitsForUs, stallLimits, dropsUnderscores);
        (_input, _kind, _maxBytes, _bytesRead, _hasRead, _isPeeked) = (input, framing.Kind, maxBytes, 0, false, false);
        _remaining = framing.Kind == BodyKind.Length ? framing.Length : 0;
        _ended = framing.Kind == BodyKind.None || (framing.Kind == BodyKind.Length && framing.Length == 0);
        if (framing.Kind == BodyKind.Chunked)
        {
            (_trailersOf, _policy) = (trailersOf, null);
            _decoder = new ChunkedDecoder(limits, trailersOf is null ? null : this);
        }
    }

    /// <summary>Begins what has no framing at all: everything up to the end of the connection, in its own time.</summary>
    public void BeginTunnel(PipeReader input, ParserLimits limits)
    {
        Clear();
        Begin(input, new BodyFraming(BodyKind.UntilClose, 0), limits, StallLimits.None);
    }

    /// <summary>The peer was told to send.</summary>
    public void Proceed()
    {
        _waitsForUs = false;
        if (_isGuarded)
        {
            _guard!.Proceed();
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public void Clear()
    {
        (_input, _trailersOf, _policy) = (null!, null, null);
        ReturnTrailers();
        if (_isGuarded)
        {
            _isGuarded = false;
            _guard!.Clear();
        }
    }

    public override ValueTask<BodyRead> ReadAsync()
    {
        if (_ended)
        {
            return new(BodyRead.End);
        }

        try
        {
            return _input.TryRead(out var result) && TryTake(result, out var read) ? new(read) : WaitAsync();
        }
        catch (IOException)
        {
            return new(BodyRead.Failed(_errors.BodyTruncated));
        }
    }

    public override void Advance()
    {
        if (_hasRead)
        {
            (_hasRead, _isPeeked, _whole) = (false, false, default);
            _input.AdvanceTo(_next);
        }
    }

    public override EpollConnection? RawSocket(out long length)
    {
        length = _remaining;
        return _kind == BodyKind.Length && !_hasRead && _input is SocketReader { HasBuffered: false, Connection: EpollConnection socket } ? socket : null;
    }

    public override ProxyError Truncated => _errors.BodyTruncated;

    public override void SkipRaw(long bytes)
    {
        (_remaining, _bytesRead) = (_remaining - bytes, _bytesRead + bytes);
        _ended = _remaining == 0;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public override async ValueTask<ProxyError> AwaitRawAsync()
    {
        var guard = Guard();
        guard.Begin(_bytesRead);
        try
        {
            var result = await ((SocketReader)_input).WaitReadableAsync().ConfigureAwait(false);
            return !result.IsCanceled ? ProxyError.None : guard.Expired ? _errors.BodyStalled : _errors.Gone;
        }
        catch (IOException)
        {
            return _errors.BodyTruncated;
        }
        finally
        {
            guard.End();
        }
    }

    public override void LimitTo(long maxBytes) => _maxBytes = maxBytes;

    public override void FilterTrailers(HeaderPolicy? policy) => _policy = policy;

    public override bool TryPeekWhole(out BodyRead body)
    {
        body = _whole;
        if (_isPeeked)
        {
            // Handed out before, for a try that failed.
            return true;
        }

        if (_hasRead || _ended || _kind != BodyKind.Length || _bytesRead > 0 || _remaining > _maxBytes || !TryReadInput(out var result))
        {
            return false;
        }

        if (result.IsCanceled || result.Buffer.Length < _remaining)
        {
            // Seen and left: the next read hands the same bytes out again.
            _input.AdvanceTo(result.Buffer.Start);
            return false;
        }

        body = _whole = new BodyRead(result.Buffer.Slice(0, _remaining), IsLast: true);
        (_next, _hasRead, _isPeeked) = (body.Data.End, true, true);
        return true;
    }

    public override bool SkipWhole()
    {
        if (!_ended && !TryPeekWhole(out _))
        {
            return false;
        }

        if (_isPeeked)
        {
            (_bytesRead, _remaining, _ended) = (_remaining, 0, true);
        }

        Advance();
        return true;
    }

    TrailerSection ITrailerOwner.BeginTrailers()
    {
        _trailers = _trailerPool.Get();
        _trailers.Begin(_trailersOf!, _dropsUnderscores, _policy?.DroppedHeaders ?? default, _policy?.DroppedNames);
        return _trailers;
    }

    private void ReturnTrailers()
    {
        if (_trailers is { } trailers)
        {
            (_trailers, _decoder) = (null, default);
            trailers.Reset();
            _trailerPool.Return(trailers);
        }
    }

    // A connection that is lost has nothing at hand; whoever reads it next is told.
    private bool TryReadInput(out ReadResult result)
    {
        try
        {
            return _input.TryRead(out result);
        }
        catch (IOException)
        {
            result = default;
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<BodyRead> WaitAsync()
    {
        var guard = Guard();
        while (true)
        {
            ReadResult result;
            guard.Begin(_bytesRead);
            try
            {
                result = await _input.ReadAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                return BodyRead.Failed(_errors.BodyTruncated);
            }
            finally
            {
                guard.End();
            }

            if (TryTake(result, out var read))
            {
                return read;
            }
        }
    }

    private StallGuard Guard()
    {
        _guard ??= new StallGuard(_loop);
        if (!_isGuarded)
        {
            _isGuarded = true;
            _guard.Watch(_input, null, _stallLimits, fromFirstByte: _waitsForUs);
        }

        return _guard;
    }

    // False when nothing of the body could be made of the bytes at hand.
    private bool TryTake(ReadResult result, out BodyRead read)
    {
        if (result.IsCanceled)
        {
            _input.AdvanceTo(result.Buffer.Start);
            read = BodyRead.Failed(_isGuarded && _guard!.Expired ? _errors.BodyStalled : _errors.Gone);
            return true;
        }

        read = _kind switch
        {
            BodyKind.Length => TakeLength(result),
            BodyKind.Chunked => TakeChunks(result),
            _ => TakeRest(result),
        };
        if (read.Error == ProxyError.None && _bytesRead > _maxBytes)
        {
            read = BodyRead.Failed(ProxyError.ClientBodyTooLarge);
        }

        if (read.Error != ProxyError.None)
        {
            _hasRead = false;
            _input.AdvanceTo(result.Buffer.Start);
            return true;
        }

        if (_hasRead)
        {
            return true;
        }

        if (result.IsCompleted)
        {
            read = BodyRead.Failed(_errors.BodyTruncated);
            return true;
        }

        return false;
    }

    private BodyRead TakeLength(ReadResult result)
    {
        var available = Math.Min(result.Buffer.Length, _remaining);
        if (available == 0)
        {
            _input.AdvanceTo(result.Buffer.End);
            return default;
        }

        var data = result.Buffer.Slice(0, available);
        _remaining -= available;
        return Take(data, data.End, isLast: _remaining == 0);
    }

    private BodyRead TakeRest(ReadResult result) =>
        result.Buffer.IsEmpty && !result.IsCompleted ? Nothing(result) : Take(result.Buffer, result.Buffer.End, result.IsCompleted);

    private BodyRead Nothing(ReadResult result)
    {
        _input.AdvanceTo(result.Buffer.End);
        return default;
    }

    // One run of data a call. Where the terminal chunk stands right behind it, it is taken along, so that body and end leave together.
    private BodyRead TakeChunks(ReadResult result)
    {
        var buffer = result.Buffer;
        var data = ReadOnlySequence<byte>.Empty;
        while (!buffer.IsEmpty)
        {
            var span = buffer.FirstSpan;
            var before = _decoder;
            var status = _decoder.Read(span, out var consumed, out var start, out var length);
            if (status == ChunkStatus.Failed)
            {
                return BodyRead.Failed(_decoder.Error.RequestStatus == FieldsTooLarge ? _errors.TrailersTooLarge : _errors.BodyInvalid);
            }

            if (status == ChunkStatus.Data && !data.IsEmpty)
            {
                // A second run: it is for the next read, which begins with what led to it.
                _decoder = before;
                return Take(data, buffer.Start, isLast: false) with { MoreIsReady = true };
            }

            if (status == ChunkStatus.Data)
            {
                data = buffer.Slice(start, length);
            }

            buffer = buffer.Slice(consumed);
            if (status == ChunkStatus.Complete)
            {
                return Take(data, buffer.Start, isLast: true) with { Trailers = _trailers };
            }
        }

        if (!data.IsEmpty)
        {
            return Take(data, buffer.Start, isLast: false);
        }

        _input.AdvanceTo(result.Buffer.End);
        return default;
    }

    private BodyRead Take(ReadOnlySequence<byte> data, SequencePosition next, bool isLast)
    {
        (_next, _hasRead) = (next, true);
        _bytesRead += data.Length;
        _ended = isLast;
        return new BodyRead(data, isLast);
    }
}
