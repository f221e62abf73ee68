namespace Proxy.Core.Transport;

/// <summary>A rented stretch of a pinned slab. Rented and returned on its loop only.</summary>
internal sealed class BufferBlock
{
    private readonly BufferSlab _slab;

    internal BufferBlock(BufferSlab slab, int offset, int length) => (_slab, Offset, Length) = (slab, offset, length);

    /// <summary>The slab's array; the block is the part from <see cref="Offset"/> on.</summary>
    public byte[] Array => _slab.Array;

    public int Offset { get; }

    public int Length { get; }

    public Span<byte> Span => new(Array, Offset, Length);

    public Memory<byte> Memory => new(Array, Offset, Length);

    /// <summary>Somebody uses the block.</summary>
    internal bool IsRented { get; set; }

    /// <summary>Gives the block back; nobody may touch its bytes afterwards.</summary>
    public void Return() => _slab.Return(this);
}
