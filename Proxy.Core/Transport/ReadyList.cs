namespace Proxy.Core.Transport;

/// <summary>
/// What the loop runs after its events, in order of arrival. Whatever one request signals to another goes through here, so that the stack stays
/// flat. Touched by the loop's thread only.
/// </summary>
internal sealed class ReadyList
{
    private const int InitialCapacity = 256;

    private LoopWork[] _ring = new LoopWork[InitialCapacity];
    private int _head;

    /// <summary>Entries waiting.</summary>
    public int Count { get; private set; }

    public void Add(Action<object?> action, object? state)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = new LoopWork(action, state);
        Count++;
    }

    /// <summary>Takes the oldest entry; there has to be one.</summary>
    public LoopWork Take()
    {
        ref var slot = ref _ring[_head];
        var work = slot;
        slot = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return work;
    }

    private void Grow()
    {
        var larger = new LoopWork[_ring.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        (_ring, _head) = (larger, 0);
    }
}
