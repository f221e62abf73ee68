namespace Proxy.Core.Transport;

/// <summary>One pinned array cut into equal blocks.</summary>
internal sealed class BufferSlab
{
    private readonly BufferSlabList _owner;
    private readonly BufferBlock[] _free;
    private int _freeCount;
    private bool _resident;

    public BufferSlab(BufferSlabList owner, int index, int blockLength, int blockCount)
    {
        (_owner, Index) = (owner, index);
        Array = GC.AllocateUninitializedArray<byte>(blockLength * blockCount, pinned: true);
        _free = new BufferBlock[blockCount];
        for (var i = 0; i < blockCount; i++)
        {
            // Taken from the end: the first block rented is the first of the array.
            _free[i] = new BufferBlock(this, (blockCount - 1 - i) * blockLength, blockLength);
        }

        _freeCount = blockCount;
    }

    public byte[] Array { get; }

    public int Index { get; }

    public bool HasFree => _freeCount > 0;

    public int InUse => _free.Length - _freeCount;

    /// <summary>True when a block was rented since the last look of the trimmer.</summary>
    public bool Touched { get; set; }

    public BufferBlock Rent()
    {
        Touched = true;
        _resident = true;
        var block = _free[--_freeCount];
        block.IsRented = true;
        return block;
    }

    public void Return(BufferBlock block)
    {
        if (!block.IsRented)
        {
            // Two users of one block would read each other's bytes.
            throw new InvalidOperationException("A buffer block was returned twice.");
        }

        block.IsRented = false;
        _free[_freeCount++] = block;
        _owner.OnReturned(this);
    }

    /// <summary>Hands the memory of a wholly free slab back to the system; the array stays and fills with pages again on use.</summary>
    public void ReleasePages()
    {
        if (_resident && InUse == 0)
        {
            _resident = false;
            Linux.PinnedPages.Discard(Array);
        }
    }
}
