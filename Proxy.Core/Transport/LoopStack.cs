namespace Proxy.Core.Transport;

/// <summary>
/// A stack of idle objects owned by one thread: no lock, no interlocked instruction. It keeps what the busiest recent moment needed and
/// lets go of the rest when trimmed, so that a burst is not paid for forever.
/// </summary>
internal sealed class LoopStack<T>
    where T : class
{
    private const int InitialCapacity = 16;

    // A struct around each item spares the array the type check of every store.
    private Slot[] _items = new Slot[InitialCapacity];
    private int _count;
    private int _lowest;

    /// <summary>Objects idle at the moment.</summary>
    public int Count => _count;

    public bool TryPop(out T? item)
    {
        if (_count == 0)
        {
            item = null;
            return false;
        }

        ref var slot = ref _items[--_count];
        item = slot.Item;
        slot.Item = null;
        if (_count < _lowest)
        {
            _lowest = _count;
        }

        return true;
    }

    public void Push(T item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        _items[_count++].Item = item;
    }

    /// <summary>Drops half of what was never needed since the last call.</summary>
    public void Trim()
    {
        var surplus = (_lowest + 1) / 2;
        Array.Clear(_items, _count - surplus, surplus);
        _count -= surplus;
        _lowest = _count;
        if (_items.Length > InitialCapacity && _count < _items.Length / 4)
        {
            Array.Resize(ref _items, Math.Max(InitialCapacity, _items.Length / 2));
        }
    }

    private struct Slot
    {
        public T? Item;
    }
}
