namespace Proxy.Core.Transport;

/// <summary>
/// The slabs of one block size. The block given back last is kept at hand: most are rented again at once, while they are still in the processor's cache.
/// Else the lowest slab with room serves first, so that the highest run empty and can be released.
/// </summary>
internal sealed class BufferSlabList
{
    private readonly List<BufferSlab> _slabs = [];
    private readonly int _blockLength;
    private readonly int _blocksPerSlab;
    private BufferBlock? _spare;
    private int _firstWithRoom;

    public BufferSlabList(int blockLength, int blocksPerSlab) => (_blockLength, _blocksPerSlab) = (blockLength, blocksPerSlab);

    /// <summary>Blocks rented at the moment.</summary>
    public int InUse { get; private set; }

    public BufferBlock Rent()
    {
        InUse++;
        var block = _spare;
        if (block is null)
        {
            block = TakeFromSlab();
        }
        else
        {
            _spare = null;
        }

        block.IsRented = true;
        return block;
    }

    public void Return(BufferBlock block)
    {
        if (!block.IsRented)
        {
            throw new InvalidOperationException("A buffer block was returned twice.");
        }

        block.IsRented = false;
        InUse--;
        if (_spare is null)
        {
            _spare = block;
        }
        else
        {
            PutToSlab(block);
        }
    }

    /// <summary>Releases the pages of slabs that nobody rented from since the last call.</summary>
    public void Trim()
    {
        if (_spare is { } spare)
        {
            // It was used since the last call, or it would lie with its slab by now.
            _spare = null;
            PutToSlab(spare);
            spare.Slab.Touched = true;
        }

        foreach (var slab in _slabs)
        {
            if (!slab.Touched)
            {
                slab.ReleasePages();
            }

            slab.Touched = !slab.IsWhole;
        }
    }

    private BufferBlock TakeFromSlab()
    {
        for (; _firstWithRoom < _slabs.Count; _firstWithRoom++)
        {
            if (_slabs[_firstWithRoom].HasFree)
            {
                return _slabs[_firstWithRoom].Take();
            }
        }

        var slab = new BufferSlab(this, _slabs.Count, _blockLength, _blocksPerSlab);
        _slabs.Add(slab);
        return slab.Take();
    }

    private void PutToSlab(BufferBlock block)
    {
        block.Slab.Put(block);
        if (block.Slab.Index < _firstWithRoom)
        {
            _firstWithRoom = block.Slab.Index;
        }
    }
}
