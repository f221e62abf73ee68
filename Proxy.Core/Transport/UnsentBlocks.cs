namespace Proxy.Core.Transport;

/// <summary>The rented blocks that a writer has filled and a socket has not taken yet, oldest first. One block is the rule; a queue of full ones the exception.</summary>
/// <param name="pool">Where blocks come from.</param>
internal struct UnsentBlocks(BufferPool pool)
{
    private Queue<(BufferBlock Block, int Count)>? _full;
    private BufferBlock? _block;
    private int _count;
    private int _sent; // of the oldest block

    public readonly bool IsEmpty => _count <= _sent && _full is not { Count: > 0 };

    /// <summary>More than one block waits.</summary>
    public readonly bool HasFull => _full is { Count: > 0 };

    public readonly long Bytes => _count - _sent + (_full?.Sum(full => (long)full.Count) ?? 0);

    /// <summary>The oldest unsent bytes; empty when there are none.</summary>
    public readonly ReadOnlyMemory<byte> Oldest
    {
        get
        {
            if (_full is { Count: > 0 })
            {
                var (block, count) = _full.Peek();
                return block.Memory[_sent..count];
            }

            return _count > _sent ? _block!.Memory[_sent.._count] : default;
        }
    }

    /// <inheritdoc cref="Oldest"/>
    public readonly ReadOnlySpan<byte> OldestSpan
    {
        get
        {
            if (_full is { Count: > 0 })
            {
                var (block, count) = _full.Peek();
                return block.Span[_sent..count];
            }

            return _count > _sent ? _block!.Span[_sent.._count] : default;
        }
    }

    /// <summary>All that waits, where it is one block of which nothing was sent; else empty.</summary>
    public readonly ReadOnlySpan<byte> Only => _block is { } block && _sent == 0 && _full is not { Count: > 0 }
        ? new ReadOnlySpan<byte>(block.Array, block.Offset, _count)
        : default;

    /// <summary>Room behind what was written, at least so many bytes.</summary>
    public Span<byte> GetSpan(int wanted)
    {
        EnsureRoom(wanted);
        return _block!.Span[_count..];
    }

    /// <inheritdoc cref="GetSpan"/>
    public Memory<byte> GetMemory(int wanted)
    {
        EnsureRoom(wanted);
        return _block!.Memory[_count..];
    }

    /// <summary>So many bytes of the room were written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than there is room for, or less than nothing.</exception>
    public void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (_block is null ? bytes > 0 : bytes > _block.Length - _count)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "More bytes than were asked for.");
        }

        _count += bytes;
    }

    /// <summary>The socket took so many bytes; how many of them were none of these.</summary>
    public int Consume(int bytes)
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
            return 0;
        }

        var ofBlock = Math.Min(bytes, _count - _sent);
        _sent += ofBlock;
        if (_sent == _count)
        {
            (_count, _sent) = (0, 0);
        }

        return bytes - ofBlock;
    }

    /// <summary>Gives every block back, sent or not.</summary>
    public void Clear()
    {
        while (_full is { Count: > 0 })
        {
            _full.Dequeue().Block.Return();
        }

        _block?.Return();
        (_block, _count, _sent) = (null, 0, 0);
    }

    private void EnsureRoom(int wanted)
    {
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

        _block = pool.Rent(wanted);
        _count = 0;
    }
}
