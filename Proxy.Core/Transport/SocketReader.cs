using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>
/// Reads a socket into rented blocks. Holds a block only while it holds bytes; what remains of a large block moves to a small one,
/// so that a slow sender costs little. Bytes are always handed out as one segment.
/// </summary>
internal sealed class SocketReader : PipeReader, IValueTaskSource<ReadResult>
{
    // Above the largest block only a consumer that examines without consuming gets: bounded, so that none can fill the memory.
    private const int MaxHeldBytes = 1024 * 1024;

    private readonly SocketConnection _connection;
    private PromiseCore<bool> _promise;
    private CancellationTokenRegistration _cancellation;
    private BufferBlock? _block;
    private byte[]? _array;
    private int _limit;
    private int _start;
    private int _end;
    private int _examined;
    private bool _ended;
    private bool _failed;
    private bool _cancelNext;
    private bool _isCancelable;
    private bool _waitsOnly;

    public SocketReader(SocketConnection connection) => _connection = connection;

    /// <summary>Somebody waits for a result.</summary>
    public bool IsPending { get; private set; }

    public bool IsCompleted { get; private set; }

    public bool HasBuffered => _end > _start;

    public SocketConnection Connection => _connection;

    /// <summary>Waits until the socket may have bytes, and reads none; for who takes them past this reader. What was read before has to be used up.</summary>
    public ValueTask<ReadResult> WaitReadableAsync()
    {
        if (_cancelNext || _failed)
        {
            return ReadAsync();
        }

        (IsPending, _waitsOnly) = (true, true);
        return new ValueTask<ReadResult>(this, _promise.Version);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryReadNow(out var result))
        {
            return new ValueTask<ReadResult>(result);
        }

        if (_failed)
        {
            return ValueTask.FromException<ReadResult>(new ConnectionLostException());
        }

        if (IsPending)
        {
            throw new InvalidOperationException("A read is pending already.");
        }

        if (_block is { Length: > BufferPool.SmallLength } && _end - _start <= BufferPool.SmallLength / 2)
        {
            // What has to wait waits in little room.
            MoveTo(BufferPool.SmallLength);
        }

        IsPending = true;
        if (cancellationToken.CanBeCanceled)
        {
            _isCancelable = true;
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((SocketReader)state!)._connection.Loop.Schedule(static reader => ((SocketReader)reader!).OnTokenCanceled(), state), this);
        }

        _connection.AwaitReadable();
        return new ValueTask<ReadResult>(this, _promise.Version);
    }

    public override bool TryRead(out ReadResult result) => TryReadNow(out result);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_array is null)
        {
            return;
        }

        var from = consumed.GetInteger();
        if (from < _start || from > _end || examined.GetInteger() > _end)
        {
            throw new ArgumentOutOfRangeException(nameof(consumed), "The position lies outside the bytes read.");
        }

        _start = from;
        _examined = Math.Max(examined.GetInteger(), from);
        if (_start == _end)
        {
            ReturnBlock();
        }
    }

    public override void CancelPendingRead()
    {
        if (IsPending)
        {
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
            IsCompleted = true;
            ReturnBlock();
            _connection.OnSideCompleted();
        }
    }

    /// <summary>The socket may have bytes.</summary>
    public void OnReadable()
    {
        bool filled;
        try
        {
            filled = _waitsOnly || TryFill();
        }
        catch (Exception exception)
        {
            // Too much is held, or no memory is left: whoever waits has to hear of it.
            Fail(exception);
            return;
        }

        if (filled)
        {
            Complete(canceled: false);
        }
        else if (_failed)
        {
            Fail(new ConnectionLostException());
        }
        else
        {
            _connection.AwaitReadable();
        }
    }

    /// <summary>The socket was closed by our side.</summary>
    public void OnClosed()
    {
        _failed = true;
        if (IsPending)
        {
            Fail(new ConnectionLostException());
        }
    }

    // The bytes are looked up when they are taken: nothing is stored in between.
    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => new(Bytes(), _promise.GetResult(token), _ended);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);

    private bool TryReadNow(out ReadResult result)
    {
        if (IsCompleted)
        {
            throw new InvalidOperationException("The reader was completed.");
        }

        if (_cancelNext)
        {
            _cancelNext = false;
            result = new ReadResult(Bytes(), isCanceled: true, _ended);
            return true;
        }

        var ready = _end > _examined || _ended || (!_failed && TryFill());
        result = ready ? new ReadResult(Bytes(), isCanceled: false, _ended) : default;
        return ready;
    }

    // True when there is something to tell: bytes or the end.
    private bool TryFill()
    {
        if (!_connection.Readable || !_connection.TakeTurn())
        {
            return false;
        }

        EnsureRoom();
        var received = _connection.Receive(_array.AsSpan(_end, _limit - _end));
        if (received > 0)
        {
            _connection.CountRead(received);
            _end += received;
            return true;
        }

        if (_end == _start)
        {
            ReturnBlock();
        }

        _ended = received == 0 && !_connection.IsLost;
        _failed = received == SocketStatus.Failed || (received == 0 && !_ended);
        return _ended;
    }

    private ReadOnlySequence<byte> Bytes() => _array is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_array, _start, _end - _start);

    private void EnsureRoom()
    {
        if (_array is null)
        {
            _block = _connection.Loop.Buffers.RentToReceive();
            (_array, _start, _end, _examined) = (_block.Array, _block.Offset, _block.Offset, _block.Offset);
            _limit = _block.Offset + _block.Length;
        }
        else if (_limit - _end < BufferPool.SmallLength / 2)
        {
            var held = _end - _start;
            if (held + (BufferPool.SmallLength / 2) <= BufferPool.LargeLength)
            {
                MoveTo(BufferPool.LargeLength);
            }
            else if (_limit == _end)
            {
                Grow(held);
            }
        }
    }

    // The held bytes go to the front of a block of the given size: a smaller one to wait in, a larger one to receive into.
    private void MoveTo(int length)
    {
        var block = _connection.Loop.Buffers.Rent(length);
        CopyHeld(block.Array, block.Offset);
        _block?.Return();
        _block = block;
        _limit = block.Offset + block.Length;
    }

    private void Grow(int held)
    {
        if (held >= MaxHeldBytes)
        {
            throw new InvalidOperationException($"More than {MaxHeldBytes} bytes were examined and not consumed.");
        }

        var larger = new byte[held * 2];
        CopyHeld(larger, 0);
        _block?.Return();
        _block = null;
        _limit = larger.Length;
    }

    private void CopyHeld(byte[] target, int offset)
    {
        var held = _end - _start;
        Buffer.BlockCopy(_array!, _start, target, offset, held);
        _examined = offset + (_examined - _start);
        (_array, _start, _end) = (target, offset, offset + held);
    }

    private void ReturnBlock()
    {
        _block?.Return();
        (_block, _array, _start, _end, _examined, _limit) = (null, null, 0, 0, 0, 0);
    }

    // Comes late: another read, with another token or none, may wait by now.
    private void OnTokenCanceled()
    {
        if (IsPending && _cancellation.Token is { IsCancellationRequested: true } token)
        {
            Fail(new OperationCanceledException(token));
        }
    }

    private void Complete(bool canceled)
    {
        IsPending = _waitsOnly = false;
        EndCancellation();
        _promise.SetResult(canceled);
    }

    private void Fail(Exception exception)
    {
        IsPending = _waitsOnly = false;
        EndCancellation();
        _promise.SetException(exception);
    }

    private void EndCancellation()
    {
        if (_isCancelable)
        {
            _isCancelable = false;
            _cancellation.Dispose();
            _cancellation = default;
        }
    }
}
