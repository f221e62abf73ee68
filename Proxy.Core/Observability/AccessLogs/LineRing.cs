namespace Proxy.Core.Observability.AccessLogs;

/// <summary>
/// Lines on their way from one loop to the writer's thread: a ring that one side fills and the other empties, without a lock. A line lies in one piece; where
/// it does not fit behind the last one, the ring begins anew.
/// </summary>
internal sealed class LineRing
{
    private readonly byte[] _bytes;
    private readonly int _maxLine;
    private int _head; // written by the reader: where the oldest line begins
    private int _tail; // written by the loop: behind the newest line
    private int _wrapEnd; // written by the loop, before the tail: behind the last line at the ring's end, while the tail is before the head
    private int _reserved; // the loop's own: where the present line begins

    /// <param name="capacity">Bytes of the ring.</param>
    /// <param name="maxLine">Bytes of the longest line; at most half of the ring.</param>
    public LineRing(int capacity, int maxLine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * maxLine);
        _bytes = GC.AllocateUninitializedArray<byte>(capacity);
        _maxLine = maxLine;
    }

    /// <summary>Room for one line of any length, or nothing where the ring is full. On the loop's thread only, as is <see cref="Commit"/>.</summary>
    public Span<byte> Reserve()
    {
        var (head, tail) = (Volatile.Read(ref _head), _tail);
        if (tail < head)
        {
            // The tail must not reach the head: the ring would seem empty.
            _reserved = tail;
            return head - tail > _maxLine ? _bytes.AsSpan(tail, _maxLine) : default;
        }

        _reserved = _bytes.Length - tail >= _maxLine ? tail : 0;
        return _reserved == tail || head > _maxLine ? _bytes.AsSpan(_reserved, _maxLine) : default;
    }

    /// <summary>Hands the line in the room reserved last over to the reader.</summary>
    /// <returns>True when half of the ring is full, so that it is time to empty it.</returns>
    public bool Commit(int length)
    {
        if (_reserved != _tail)
        {
            _wrapEnd = _tail;
        }

        var tail = _reserved + length;
        Volatile.Write(ref _tail, tail);
        var head = Volatile.Read(ref _head);
        var used = tail >= head ? tail - head : _wrapEnd - head + tail;
        return used >= _bytes.Length / 2;
    }

    /// <summary>The oldest lines that lie in one piece, or nothing. On the reader's thread only, as is <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        var tail = Volatile.Read(ref _tail);
        if (tail < _head && _head == _wrapEnd)
        {
            Volatile.Write(ref _head, 0);
        }

        return _bytes.AsSpan(_head, (tail >= _head ? tail : _wrapEnd) - _head);
    }

    /// <summary>Those lines are used.</summary>
    public void Release(int length) => Volatile.Write(ref _head, _head + length);
}
