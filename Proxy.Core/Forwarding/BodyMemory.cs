using Proxy.Core.Transport;

namespace Proxy.Core.Forwarding;

/// <summary>What one loop holds of bodies: blocks, of which it has its share of <see cref="Configuration.LimitOptions.MaxBufferedBytes"/>.</summary>
internal sealed class BodyMemory
{
    private readonly BufferPool _blocks;
    private readonly LoopPool<BodySegment> _segments = new(static () => new BodySegment());

    public BodyMemory(BufferPool blocks) => _blocks = blocks;

    /// <summary>Bytes that may be held.</summary>
    public long MaxBytes { get; set; }

    /// <summary>Bytes of memory held, in use or not.</summary>
    public long Held { get; private set; }

    /// <summary>True where so many bytes more find room; blocks being whole, the share may be overdrawn by one of them.</summary>
    public bool HasRoomFor(long bytes) => Held + bytes <= MaxBytes;

    /// <summary>A segment over a block of at least so many bytes.</summary>
    public BodySegment Rent(int atLeast)
    {
        var block = _blocks.Rent(atLeast);
        Held += block.Length;
        var segment = _segments.Get();
        segment.Begin(block);
        return segment;
    }

    /// <summary>Takes a segment back, and its block.</summary>
    public void Return(BodySegment segment)
    {
        Held -= segment.Block.Length;
        segment.Block.Return();
        segment.End();
        _segments.Return(segment);
    }

    public void Trim() => _segments.Trim();
}
