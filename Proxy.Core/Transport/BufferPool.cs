namespace Proxy.Core.Transport;

/// <summary>
/// The buffers of one loop, in two sizes: small ones hold what waits (part of a head), large ones move bodies. Blocks are rented when
/// bytes arrive and given back when they are drained, so that an idle connection holds none.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>Length of a small block in bytes.</summary>
    public const int SmallLength = 4 * 1024;

    /// <summary>Length of a large block in bytes: what one receive call can take.</summary>
    public const int LargeLength = 64 * 1024;

    private readonly BufferSlabList _small = new(SmallLength, blocksPerSlab: 64);
    private readonly BufferSlabList _large = new(LargeLength, blocksPerSlab: 16);

    /// <summary>Blocks rented at the moment, of both sizes.</summary>
    public int InUse => _small.InUse + _large.InUse;

    /// <summary>Rents a block of at least this many bytes; above <see cref="LargeLength"/> there is none.</summary>
    public BufferBlock Rent(int atLeast)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, LargeLength);
        return atLeast <= SmallLength ? _small.Rent() : _large.Rent();
    }

    /// <summary>Hands the memory of slabs unused since the last call back to the system.</summary>
    public void Trim()
    {
        _small.Trim();
        _large.Trim();
    }
}
