namespace Proxy.Core.Transport;

/// <summary>The slabs of one block size. The lowest slab with room serves first, so that the highest run empty and can be released.</summary>
internal sealed class BufferSlabList
{
    private readonly List<BufferSlab> _slabs = [];
    private readonly int _blockLength;
    private readonly int _blocksPerSlab;
    private int _firstWithRoom;

    public BufferSlabList(int blockLength, int blocksPerSlab) => (_blockLength, _blocksPerSlab) = (blockLength, blocksPerSlab);

    /// <summary>Blocks rented at the moment.</summary>
    public int InUse { get; private set; }

    public BufferBlock Rent()
    {
        InUse++;
        for (; _firstWithRoom < _slabs.Count; _firstWithRoom++)
        {
            if (_slabs[_firstWithRoom].HasFree)
            {
                return _slabs[_firstWithRoom].Rent();
            }
        }

        var slab = new BufferSlab(this, _slabs.Count, _blockLength, _blocksPerSlab);
        _slabs.Add(slab);
        return slab.Rent();
    }

    public void OnReturned(BufferSlab slab)
    {
        InUse--;
        if (slab.Index < _firstWithRoom)
        {
            _firstWithRoom = slab.Index;
        }
    }

    /// <summary>Releases the pages of slabs that nobody rented from since the last call.</summary>
    public void Trim()
    {
        foreach (var slab in _slabs)
        {
            if (!slab.Touched)
            {
                slab.ReleasePages();
            }

            slab.Touched = slab.InUse > 0;
        }
    }
}
