using System.Runtime.CompilerServices;
using Proxy.Core.Connections;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Http1.Messages;

namespace Proxy.Core.Forwarding;

/// <summary>
/// A request's body that is passed on as it comes, and of which a copy is kept while it is small: where a try fails, the next one begins with the copy and goes
/// on with what still comes. Once it has grown too large it is a body like any other.
/// </summary>
internal sealed class KeptBody : BodySource
{
    private const int SliceBytes = 64 * 1024;

    private readonly Worker _worker;
    private readonly BodyBuffer _buffer;
    private BodySource _source = EmptyBody.Instance;
    private BodyRead _read; // the last of the source, until it is used
    private TrailerSection? _trailers;
    private long _max;
    private long _position; // of this try in what is kept
    private long _slice;
    private bool _isOfSource;
    private bool _isWhole;
    private bool _isUsed;
    private bool _isReading;
    private bool _isSuspended;
    private bool _expectsCancel;

    public KeptBody(Worker worker) => (_worker, _buffer) = (worker, new BodyBuffer(worker.BodyMemory));

    /// <summary>All that was read so far is here.</summary>
    public bool IsKept { get; private set; }

    public override bool IsEnded => IsKept ? _isUsed : _source.IsEnded;

    public override long BytesRead => _source.BytesRead;

    public override ProxyError Truncated => _source.Truncated;

    /// <summary>Begins with a body of which nothing was read yet.</summary>
    public void Begin(BodySource source, long maxBytes) => (_source, _max, IsKept) = (source, maxBytes, true);

    /// <summary>
    /// The try that reads it is given up: a read that is under way ends, and what it would have brought is left for the next try. A client that is reached
    /// through somebody else's pipe may have sent just then, and its next read is canceled instead; that one is made again.
    /// </summary>
    public void Suspend(ClientStream client)
    {
        _isSuspended = true;
        if (_isReading)
        {
            _expectsCancel = true;
            client.Cancel();
        }
    }

    /// <summary>The next try begins from the front.</summary>
    public void Rewind() => (_position, _isUsed, _isSuspended) = (0, false, false);

    /// <summary>Lets go of what is kept.</summary>
    public void Clear()
    {
        _buffer.Clear();
        (_source, _read, _trailers, _max, _position, _slice) = (EmptyBody.Instance, default, null, 0, 0, 0);
        IsKept = _isOfSource = _isWhole = _isUsed = _isReading = _isSuspended = _expectsCancel = false;
    }

    /// <summary>The exchange is over.</summary>
    public void Return()
    {
        Clear();
        _worker.KeptBodies.Return(this);
    }

    public override ValueTask<BodyRead> ReadAsync()
    {
        if (IsEnded)
        {
            return new(BodyRead.End);
        }

        _isOfSource = !IsKept || (_position == _buffer.Length && !_isWhole);
        if (_isOfSource)
        {
            return ReadSourceAsync();
        }

        _slice = Math.Min(_buffer.Length - _position, SliceBytes);
        var isLast = _isWhole && _position + _slice == _buffer.Length;
        return new(new BodyRead(_buffer.Bytes.Slice(_position, _slice), isLast, MoreIsReady: !isLast && _isWhole, Trailers: isLast ? _trailers : null));
    }

    public override void Advance()
    {
        if (_isOfSource)
        {
            Keep(_read);
            _read = default;
            _source.Advance();
            return;
        }

        _position += _slice;
        _slice = 0;
        _isUsed = _isWhole && _position == _buffer.Length;
    }

    public override void LimitTo(long maxBytes) => _source.LimitTo(maxBytes);

    public override void FilterTrailers(HeaderPolicy? policy) => _source.FilterTrailers(policy);

    public override bool TryPeekWhole(out BodyRead body)
    {
        var isHeld = IsKept && _isWhole && !_isUsed && _position == 0;
        body = isHeld ? new BodyRead(_buffer.Bytes, IsLast: true, Trailers: _trailers) : default;
        return isHeld;
    }

    public override bool SkipWhole()
    {
        _isUsed |= _isWhole;
        return IsEnded;
    }

    public override EpollConnection? RawSocket(out long length)
    {
        length = 0;
        return IsKept ? null : _source.RawSocket(out length);
    }

    public override void SkipRaw(long bytes) => _source.SkipRaw(bytes);

    public override ValueTask<ProxyError> AwaitRawAsync() => _source.AwaitRawAsync();

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<BodyRead> ReadSourceAsync()
    {
        while (true)
        {
            _isReading = true;
            _read = await _source.ReadAsync().ConfigureAwait(false);
            _isReading = false;
            if (_read.Error != ProxyError.ClientAborted || !_expectsCancel)
            {
                return _read;
            }

            _expectsCancel = false;
            if (_isSuspended)
            {
                return _read;
            }
        }
    }

    private void Keep(in BodyRead read)
    {
        if (!IsKept)
        {
            return;
        }

        if (_buffer.Length + read.Data.Length > _max || !_buffer.TryAppend(read.Data))
        {
            IsKept = false;
            _buffer.Clear();
            return;
        }

        _position = _buffer.Length;
        if (read.IsLast)
        {
            (_isWhole, _isUsed, _trailers) = (true, true, read.Trailers);
        }
    }
}
