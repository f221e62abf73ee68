namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>What is due when: work takes its time from when it came, or from when a worker is free for it, in the order in which it came.</summary>
internal sealed class WorkQueue<T>
{
    private readonly PriorityQueue<T, long> _due = new();
    private readonly PriorityQueue<long, long> _workers = new();
    private readonly Queue<long> _starts = new();

    /// <summary>When the next is due; <see cref="long.MaxValue"/> if nothing is.</summary>
    public long NextDue => _due.TryPeek(out _, out var due) ? due : long.MaxValue;

    /// <summary>Adds work that any number can be done of at a time.</summary>
    public void Add(T work, long now, long ticks) => _due.Enqueue(work, now + ticks);

    /// <summary>Adds work for one of so many workers; returns how many pieces of work now wait for one.</summary>
    public int AddFor(int workers, T work, long now, long ticks)
    {
        while (_workers.Count < workers)
            _workers.Enqueue(0, 0);
        var start = Math.Max(now, _workers.Dequeue());
        _workers.Enqueue(start + ticks, start + ticks);
        _due.Enqueue(work, start + ticks);

        // Starts never go down: whoever comes later is never served sooner.
        while (_starts.TryPeek(out var oldest) && oldest <= now)
            _starts.Dequeue();
        if (start > now)
            _starts.Enqueue(start);
        return _starts.Count;
    }

    public bool TryTake(long now, out T work)
    {
        var isDue = _due.TryPeek(out work!, out var due) && due <= now;
        return isDue && _due.TryDequeue(out work!, out _);
    }
}
