using System.Buffers;
using Proxy.Core.Transport;

namespace Proxy.Core.Forwarding;

/// <summary>
/// Bytes held in a chain of blocks: written at its end, used up from its front, and never moved in between. Little is held in small blocks, much in large ones.
/// </summary>
/// <param name="memory">Where blocks come from.</param>
internal sealed class BodyBuffer(BodyMemory memory) : IBufferWriter<byte>
{
    private const int SmallBytes = 4 * BufferPool.SmallLength;

    private BodySegment? _first;
    private BodySegment? _last;
    private int _start; // of what is left of the first

    /// <summary>Bytes held.</summary>
    public long Length { get; private set; }

    /// <summary>All that is held; stays in place until <see cref="Consume"/>, whatever is written behind it.</summary>
    public ReadOnlySequence<byte> Bytes => _first is null ? ReadOnlySequence<byte>.Empty : new(_first, _start, _last!, _last!.Filled);

    /// <summary>Copies bytes to the end; false, and none is copied, where the loop holds too much already.</summary>
    public bool TryAppend(in ReadOnlySequence<byte> bytes)
    {
        if (!memory.HasRoomFor(bytes.Length))
        {
            return false;
        }

        var left = bytes.Length;
        foreach (var part in bytes)
        {
            for (var rest = part.Span; !rest.IsEmpty;)
            {
                if (_last is not { Room: > 0 })
                {
                    AddBlock(Length + left <= SmallBytes ? BufferPool.SmallLength : BufferPool.LargeLength);
                }

                var length = Math.Min(rest.Length, _last!.Room);
                rest[..length].CopyTo(_last.Block.Span[_last.Filled..]);
                Advance(length);
                left -= length;
                rest = rest[length..];
            }
        }

        return true;
    }

    /// <summary>Room of one piece at the end, whatever the loop holds.</summary>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_last is null || _last.Room < Math.Max(1, sizeHint))
        {
            AddBlock(Math.Max(1, sizeHint));
        }

        return _last!.Block.Span[_last.Filled..];
    }

    /// <inheritdoc cref="GetSpan"/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _ = GetSpan(sizeHint);
        return _last!.Block.Memory[_last.Filled..];
    }

    public void Advance(int count)
    {
        _last!.Filled += count;
        Length += count;
    }

    /// <summary>Lets go of bytes at the front.</summary>
    public void Consume(long bytes)
    {
        Length -= bytes;
        while (_first is { } first && bytes >= first.Filled - _start)
        {
            bytes -= first.Filled - _start;
            _start = 0;
            _first = first.Following;
            memory.Return(first);
        }

        _start += (int)bytes;
        _last = _first is null ? null : _last;
    }

    /// <summary>Lets go of all bytes.</summary>
    public void Clear() => Consume(Length);

    private void AddBlock(int atLeast)
    {
        var segment = memory.Rent(atLeast);
        _last?.Append(segment);
        _first ??= segment;
        _last = segment;
    }
}
