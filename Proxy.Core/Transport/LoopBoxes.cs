namespace Proxy.Core.Transport;

/// <summary>The idle boxes of one loop, a list for each kind. Keeps what the busiest recent moment needed and lets go of the rest when trimmed.</summary>
internal sealed class LoopBoxes
{
    private List[] _lists = new List[32];

    /// <summary>An idle box of this kind, or null.</summary>
    public LoopBox? Rent(int kind)
    {
        if ((uint)kind >= (uint)_lists.Length)
        {
            return null;
        }

        ref var list = ref _lists[kind];
        var box = list.First;
        if (box is not null)
        {
            list.First = box.NextIdle;
            list.Count--;
            list.Lowest = Math.Min(list.Lowest, list.Count);
        }

        return box;
    }

    public void Return(int kind, LoopBox box)
    {
        if (kind >= _lists.Length)
        {
            Array.Resize(ref _lists, Math.Max(kind + 1, _lists.Length * 2));
        }

        ref var list = ref _lists[kind];
        box.NextIdle = list.First;
        list.First = box;
        list.Count++;
    }

    /// <summary>Drops half of what was never needed since the last call.</summary>
    public void Trim()
    {
        foreach (ref var list in _lists.AsSpan())
        {
            for (var surplus = (list.Lowest + 1) / 2; surplus > 0 && list.First is { } box; surplus--)
            {
                list.First = box.NextIdle;
                list.Count--;
            }

            list.Lowest = list.Count;
        }
    }

    private struct List
    {
        public LoopBox? First;
        public int Count;
        public int Lowest;
    }
}
