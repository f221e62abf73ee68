namespace Proxy.Core.Transport;

/// <summary>One pinned array cut into equal blocks.</summary>
internal sealed class BufferSlab
{
    private readonly BufferBlock[] _free;
    private int _freeCount;
    private bool _resident;

    public BufferSlab(BufferSlabList owner, int index, int blockLength, int blockCount)
    {
        (Owner, Index) = (owner, index);
        Array = GC.AllocateUninitializedArray<byte>(blockLength * blockCount, pinned: true);
        _free = new BufferBlock[blockCount];
        for (var i = 0; i < blockCount; i++)
        {
            // Taken from the end: the first block rented is the first of the array.
            _free[i] = new BufferBlock(this, (blockCount - 1 - i) * blockLength, blockLength);
        }

        _freeCount = blockCount;
    }

    public BufferSlabList Owner { get; }

    public byte[] Array { get; }

    public int Index { get; }

    public bool HasFree => _freeCount > 0;

    /// <summary>No block is out.</summary>
    public bool IsWhole => _freeCount == _free.Length;

    /// <summary>True when a block was taken since the last look of the trimmer.</summary>
    public bool Touched { get; set; }

    public BufferBlock Take()
    {
        Touched = true;
        _resident = true;
        return _free[--_freeCount];
    }

    public void Put(BufferBlock block) => _free[_freeCount++] = block;

    /// <summary>Hands the memory of a wholly free slab back to the system; the array stays and fills with pages again on use.</summary>
    public void ReleasePages()
    {
        if (_resident && IsWhole)
        {
            _resident = false;
            Linux.PinnedPages.Discard(Array);
        }
    }
}
