using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>
/// Writes to a socket from rented blocks, and straight from a caller's bytes where those come behind. A peer that is gone is told by
/// <see cref="FlushResult.IsCompleted"/>, never thrown. A canceled flush keeps what was not sent, for the next one.
/// </summary>
internal sealed class SocketWriter : PipeWriter, IGatherWriter, IValueTaskSource<FlushResult>
{
    private readonly SocketConnection _connection;
    private PromiseCore<bool> _promise;
    private CancellationTokenRegistration _cancellation;
    private Queue<(BufferBlock Block, int Count)>? _full;
    private BufferBlock? _block;
    private int _count;
    private int _sent; // of the oldest block
    private ReadOnlySequence<byte> _body;
    private bool _failed;
    private bool _cancelNext;
    private bool _isQueued; // to be sent at the end of the turn
    private bool _isDraining; // the same, begun: the socket was full, and nobody awaits it

    public SocketWriter(SocketConnection connection) => _connection = connection;

    /// <summary>Somebody waits for the socket to take bytes.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Bytes wait for the socket, whether or not somebody waits for them.</summary>
    public bool WantsRoom => IsPending || _isDraining;

    public bool IsCompleted { get; private set; }

    public SocketConnection Connection => _connection;

    /// <summary>Nothing waits to be sent, and nobody for that.</summary>
    public bool IsIdle => !HasUnsent && !WantsRoom && !IsCompleted && !_failed && !_cancelNext;

    /// <summary>Waits until the socket may take bytes; for who sends past this writer, which has to be idle.</summary>
    public ValueTask<FlushResult> WaitWritableAsync()
    {
        if (_cancelNext || _failed)
        {
            return FlushAsync();
        }

        IsPending = true;
        return new ValueTask<FlushResult>(this, _promise.Version);
    }

    public bool HasUnsent => _count > _sent || _full is { Count: > 0 };

    public long CountUntaken() => UnflushedBytes + _body.Length + _connection.UnacknowledgedBytes();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count - _sent + (_full?.Sum(full => (long)full.Count) ?? 0);

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _block!.Span[_count..];
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _block!.Memory[_count..];
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (_block is null ? bytes > 0 : bytes > _block.Length - _count)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "More bytes than were asked for.");
        }

        _count += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Flush(default, cancellationToken);

    public ValueTask<FlushResult> FlushAsync(ReadOnlySequence<byte> body) => Flush(body, CancellationToken.None);

    public bool TryFlushSoon()
    {
        if (_failed || WantsRoom || IsCompleted || _cancelNext || !_connection.Writable || _full is { Count: > 0 })
        {
            return false;
        }

        if (!_isQueued)
        {
            _isQueued = true;
            _connection.Loop.FlushLater(this);
        }

        return true;
    }

    /// <summary>The turn ends: what was put off is sent.</summary>
    public void FlushQueued()
    {
        _isQueued = false;
        if (IsCompleted || IsPending || _failed || TrySendBlock() || Drain())
        {
            return;
        }

        _isDraining = true;
        _connection.AwaitWritable(Oldest());
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        Flush(new ReadOnlySequence<byte>(source), cancellationToken);

    public override void CancelPendingFlush()
    {
        if (IsPending)
        {
            IsPending = false;
            KeepBody();
            Complete(canceled: true);
        }
        else
        {
            _cancelNext = true;
        }
    }

    public override void Complete(Exception? exception = null)
    {
        if (!IsCompleted)
        {
            if (_isQueued)
            {
                FlushQueued();
            }

            IsCompleted = true;
            _body = default;
            ReturnBlocks();
            if (exception is not null)
            {
                _connection.Abort();
            }
            else if (!_connection.IsClosed && !_connection.IsReadCompleted)
            {
                _connection.ShutdownWrite();
            }

            _connection.OnSideCompleted();
        }
    }

    /// <summary>The socket took this many of the waiting bytes already, and may take more.</summary>
    public void OnWritable(int alreadySent)
    {
        Consume(alreadySent);
        if (!WantsRoom)
        {
            return;
        }

        if (Drain())
        {
            _isDraining = false;
            if (IsPending)
            {
                Complete(canceled: false);
            }
        }
        else
        {
            _connection.AwaitWritable(Oldest());
        }
    }

    /// <summary>The socket failed or was closed by our side.</summary>
    public void OnClosed()
    {
        _failed = true;
        _isDraining = false;
        if (IsPending)
        {
            Complete(canceled: false);
        }
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => new(_promise.GetResult(token), _failed);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);

    private ValueTask<FlushResult> Flush(ReadOnlySequence<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsPending || IsCompleted)
        {
            throw new InvalidOperationException(IsPending ? "A flush is pending already." : "The writer was completed.");
        }

        _body = body;
        if (_cancelNext)
        {
            _cancelNext = false;
            KeepBody();
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: true, _failed));
        }

        if ((body.IsEmpty && TrySendBlock()) || Drain())
        {
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, _failed));
        }

        IsPending = true;
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((SocketWriter)state!)._connection.Loop.Schedule(static writer => ((SocketWriter)writer!).OnTokenCanceled(), state), this);
        }

        _connection.AwaitWritable(Oldest());
        return new ValueTask<FlushResult>(this, _promise.Version);
    }

    // The common case: one block, nothing behind it, and the socket takes it whole.
    private bool TrySendBlock()
    {
        if (_block is not { } block || _count == 0 || _sent > 0 || _failed || _full is { Count: > 0 } || !_connection.Writable)
        {
            return false;
        }

        var sent = _connection.Send(new ReadOnlySpan<byte>(block.Array, block.Offset, _count), default);
        if (sent == _count)
        {
            block.Return();
            (_block, _count) = (null, 0);
            return true;
        }

        _failed = sent == SocketStatus.Failed;
        Consume(Math.Max(0, sent));
        return false;
    }

    // True when nothing is left to send, or when nothing can be sent any more.
    private bool Drain()
    {
        while (!_failed)
        {
            var first = OldestSpan(out var second);
            if (first.IsEmpty)
            {
                break;
            }

            if (!_connection.Writable)
            {
                return false;
            }

            var sent = _connection.Send(first, second);
            if (sent < 0)
            {
                _failed = sent == SocketStatus.Failed;
                continue;
            }

            Consume(sent);
        }

        _body = default;
        ReturnBlocks();
        return true;
    }

    // The oldest run of unsent bytes and the one behind it.
    private ReadOnlySpan<byte> OldestSpan(out ReadOnlySpan<byte> second)
    {
        if (_full is { Count: > 0 })
        {
            var (block, count) = _full.Peek();
            second = default;
            return block.Span[_sent..count];
        }

        if (_count > _sent)
        {
            second = _body.FirstSpan;
            return _block!.Span[_sent.._count];
        }

        if (_body.IsSingleSegment)
        {
            second = default;
            return _body.FirstSpan;
        }

        return OldestOfBody(out second);
    }

    private ReadOnlySpan<byte> OldestOfBody(out ReadOnlySpan<byte> second)
    {
        second = default;
        var first = ReadOnlySpan<byte>.Empty;
        foreach (var memory in _body)
        {
            if (first.IsEmpty)
            {
                first = memory.Span;
            }
            else if (!memory.IsEmpty)
            {
                second = memory.Span;
                break;
            }
        }

        return first;
    }

    private ReadOnlyMemory<byte> Oldest()
    {
        if (_full is { Count: > 0 })
        {
            var (block, count) = _full.Peek();
            return block.Memory[_sent..count];
        }

        return _count > _sent ? _block!.Memory[_sent.._count] : _body.First;
    }

    private void Consume(int bytes)
    {
        while (bytes > 0 && _full is { Count: > 0 })
        {
            var (block, count) = _full.Peek();
            var taken = Math.Min(bytes, count - _sent);
            _sent += taken;
            bytes -= taken;
            if (_sent == count)
            {
                _full.Dequeue();
                block.Return();
                _sent = 0;
            }
        }

        if (_full is { Count: > 0 })
        {
            return;
        }

        var ofBlock = Math.Min(bytes, _count - _sent);
        _sent += ofBlock;
        if (bytes > ofBlock)
        {
            _body = _body.Slice(bytes - ofBlock);
        }

        if (_sent == _count)
        {
            (_count, _sent) = (0, 0);
        }
    }

    // A canceled flush gives the caller its bytes back: what is left of them is copied behind what waits.
    private void KeepBody()
    {
        foreach (var memory in _body)
        {
            for (var rest = memory; !rest.IsEmpty;)
            {
                var room = GetMemory(Math.Min(rest.Length, BufferPool.LargeLength));
                var length = Math.Min(rest.Length, room.Length);
                rest[..length].CopyTo(room);
                Advance(length);
                rest = rest[length..];
            }
        }

        _body = default;
    }

    private void EnsureRoom(int sizeHint)
    {
        if (IsPending || IsCompleted)
        {
            throw new InvalidOperationException(IsPending ? "A flush is pending." : "The writer was completed.");
        }

        var wanted = Math.Max(sizeHint, 1);
        if (_block is not null && _block.Length - _count >= wanted)
        {
            return;
        }

        if (_block is not null && _count > 0)
        {
            (_full ??= new()).Enqueue((_block, _count));
        }
        else
        {
            _block?.Return();
        }

        _block = _connection.Loop.Buffers.Rent(wanted);
        _count = 0;
    }

    private void ReturnBlocks()
    {
        while (_full is { Count: > 0 })
        {
            _full.Dequeue().Block.Return();
        }

        _block?.Return();
        (_block, _count, _sent) = (null, 0, 0);
    }

    // Comes late: another flush, with another token or none, may wait by now.
    private void OnTokenCanceled()
    {
        if (IsPending && _cancellation.Token is { IsCancellationRequested: true } token)
        {
            IsPending = false;
            _cancellation.Dispose();
            _cancellation = default;
            KeepBody();
            _promise.SetException(new OperationCanceledException(token));
        }
    }

    private void Complete(bool canceled)
    {
        IsPending = false;
        _cancellation.Dispose();
        _cancellation = default;
        _promise.SetResult(canceled);
    }
}
