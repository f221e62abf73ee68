namespace Proxy.Core.Transport;

/// <summary>A rented stretch of a pinned slab. Rented and returned on its loop only.</summary>
internal sealed class BufferBlock
{
    internal BufferBlock(BufferSlab slab, int offset, int length) => (Slab, Array, Offset, Length) = (slab, slab.Array, offset, length);

    /// <summary>The slab's array; the block is the part from <see cref="Offset"/> on.</summary>
    public byte[] Array { get; }

    public int Offset { get; }

    public int Length { get; }

    public Span<byte> Span => new(Array, Offset, Length);

    public Memory<byte> Memory => new(Array, Offset, Length);

    internal BufferSlab Slab { get; }

    /// <summary>Somebody uses the block.</summary>
    internal bool IsRented { get; set; }

    /// <summary>Gives the block back; nobody may touch its bytes afterwards.</summary>
    /// <exception cref="InvalidOperationException">It was given back already: two users of one block would read each other's bytes.</exception>
    public void Return() => Slab.Owner.Return(this);
}
