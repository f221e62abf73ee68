namespace Proxy.Core.Transport;

/// <summary>
/// The buffers of one loop: small blocks hold what waits (part of a head), large ones what is written, huge ones receive. Blocks are rented when
/// bytes arrive and given back when they are drained, so that an idle connection holds none. Huge blocks are few: where many readers hold bytes that
/// nobody takes, the rest receive into large ones.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>Length of a small block in bytes.</summary>
    public const int SmallLength = 4 * 1024;

    /// <summary>Length of a large block in bytes.</summary>
    public const int LargeLength = 64 * 1024;

    /// <summary>Length of a huge block in bytes: what one receive call can take. Against 64 KiB it saves a quarter of the time of a 1 MiB body.</summary>
    public const int HugeLength = 256 * 1024;

    /// <summary>Huge blocks that are rented at most: 16 MiB of a loop.</summary>
    public const int MaxHugeBlocks = 64;

    private readonly BufferSlabList _small = new(SmallLength, blocksPerSlab: 64);
    private readonly BufferSlabList _large = new(LargeLength, blocksPerSlab: 16);
    private readonly BufferSlabList _huge = new(HugeLength, blocksPerSlab: 4);

    /// <summary>Blocks rented at the moment, of all sizes.</summary>
    public int InUse => _small.InUse + _large.InUse + _huge.InUse;

    /// <summary>Rents a block of at least this many bytes; above <see cref="LargeLength"/> there is none.</summary>
    public BufferBlock Rent(int atLeast)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, LargeLength);
        return atLeast <= SmallLength ? _small.Rent() : _large.Rent();
    }

    /// <summary>Rents a block to receive into: a huge one, or a large one where huge ones are scarce.</summary>
    public BufferBlock RentToReceive() => _huge.InUse < MaxHugeBlocks ? _huge.Rent() : _large.Rent();

    /// <summary>Hands the memory of slabs unused since the last call back to the system.</summary>
    public void Trim()
    {
        _small.Trim();
        _large.Trim();
        _huge.Trim();
    }
}
