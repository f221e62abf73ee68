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
    private UnsentBlocks _blocks;
    private ReadOnlySequence<byte> _body;
    private bool _failed;
    private bool _cancelNext;
    private bool _isQueued; // to be sent at the end of the turn
    private bool _isDraining; // the same, begun: the socket was full, and nobody awaits it

    public SocketWriter(SocketConnection connection) =>
        (_connection, _blocks) = (connection, new UnsentBlocks(connection.Loop.Buffers));

    /// <summary>Somebody waits for the socket to take bytes.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Bytes wait for the socket, whether or not somebody waits for them.</summary>
    public bool WantsRoom => IsPending || _isDraining;

    /// <summary>What was written waits for the end of the turn: not a byte of it was sent.</summary>
    public bool IsPutOff => _isQueued && HasUnsent;

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

    public bool HasUnsent => !_blocks.IsEmpty;

    public long CountUntaken() => UnflushedBytes + _body.Length + _connection.UnacknowledgedBytes();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _blocks.Bytes;

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        ThrowIfBusy();
        return _blocks.GetSpan(Math.Max(sizeHint, 1));
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfBusy();
        return _blocks.GetMemory(Math.Max(sizeHint, 1));
    }

    public override void Advance(int bytes) => _blocks.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Flush(default, cancellationToken);

    public ValueTask<FlushResult> FlushAsync(ReadOnlySequence<byte> body) => Flush(body, CancellationToken.None);

    public bool TryFlushSoon()
    {
        if (_failed || WantsRoom || IsCompleted || _cancelNext || !_connection.Writable || _blocks.HasFull)
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
            if (_isQueued && exception is null)
            {
                FlushQueued();
            }

            IsCompleted = true;
            _body = default;
            _blocks.Clear();
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
        var only = _blocks.Only;
        if (only.IsEmpty || _failed || !_connection.Writable)
        {
            return false;
        }

        var sent = _connection.Send(only, default);
        if (sent == only.Length)
        {
            _blocks.Clear();
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
        _blocks.Clear();
        return true;
    }

    // The oldest run of unsent bytes and the one behind it.
    private ReadOnlySpan<byte> OldestSpan(out ReadOnlySpan<byte> second)
    {
        second = default;
        if (!_blocks.IsEmpty)
        {
            second = _blocks.HasFull ? default : _body.FirstSpan;
            return _blocks.OldestSpan;
        }

        return _body.IsSingleSegment ? _body.FirstSpan : OldestOfBody(out second);
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

    private ReadOnlyMemory<byte> Oldest() => _blocks.IsEmpty ? _body.First : _blocks.Oldest;

    private void Consume(int bytes)
    {
        var ofBody = _blocks.Consume(bytes);
        if (ofBody > 0)
        {
            _body = _body.Slice(ofBody);
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

    private void ThrowIfBusy()
    {
        if (IsPending || IsCompleted)
        {
            throw new InvalidOperationException(IsPending ? "A flush is pending." : "The writer was completed.");
        }
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
