namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Places that all loops share, so many and no more. A loop that finds none registers, and who gives a place back hands it to a registered loop instead of setting it
/// free: the loops have their turns, and a newcomer overtakes nobody. No lock; no loop waits for another.
/// </summary>
/// <remarks>
/// Nobody is left waiting while a place is free: who begins to wait registers first and then looks for a place once more; who gives one back sets it free first and
/// then looks for somebody registered. With a full fence between the two on either side, one of them sees the other.
/// </remarks>
internal abstract class Places
{
    private readonly IPlaceTaker?[] _takers; // one a loop, set and cleared by that loop only
    private volatile int _limit = int.MaxValue;
    private int _waiting; // at least as many as stand in _takers
    private int _next;

    /// <param name="loops">How many loops share the places.</param>
    protected Places(int loops) => _takers = new IPlaceTaker?[loops];

    /// <summary>Places there are; no bound where it is <see cref="int.MaxValue"/>. Where it is lowered, those taken are given back one by one.</summary>
    public int Limit
    {
        get => _limit;
        set => _limit = value;
    }

    /// <summary>Places taken, those that are on their way from one to the other included.</summary>
    public abstract int Taken { get; }

    /// <summary>Loops on which somebody waits.</summary>
    public int WaitingLoops => Volatile.Read(ref _waiting);

    /// <summary>Whoever comes now would be given a place; a moment old.</summary>
    public bool HasRoom => Limit == int.MaxValue || (Taken < Limit && WaitingLoops == 0);

    /// <summary>More places are taken than there are, since the limit was lowered.</summary>
    public bool IsOver => Taken > Limit;

    /// <summary>Takes a place, where one is free and nobody waits for it.</summary>
    public bool TryTake() => WaitingLoops == 0 && TryCount();

    /// <summary>Takes a place for somebody who waits already, and is next on the loop.</summary>
    public bool TryTakeForWaiting() => TryCount();

    /// <summary>Registers a loop: every place handed over to it has to be used or given back. True where a place came free meanwhile: it is taken.</summary>
    public bool TryTakeOrWait(int loop, IPlaceTaker taker)
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Exchange(ref _takers[loop], taker);
        return TryCount();
    }

    /// <summary>Nobody waits on the loop any more; a place that is on its way to it still arrives.</summary>
    public void WaitNoLonger(int loop)
    {
        Volatile.Write(ref _takers[loop], null);
        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Gives a place back: to somebody who waits, where there is one.</summary>
    public void Release()
    {
        if (WaitingLoops > 0 && !IsOver && TryHandOver())
        {
            return;
        }

        Uncount();
        while (WaitingLoops > 0 && FindTaker() is not null && TryCount())
        {
            if (TryHandOver())
            {
                return;
            }

            Uncount();
        }
    }

    /// <summary>Counts one more, where there is room.</summary>
    protected abstract bool TryCount();

    /// <summary>Counts one less, with a full fence.</summary>
    protected abstract void Uncount();

    private bool TryHandOver()
    {
        var taker = FindTaker();
        taker?.HandOver();
        return taker is not null;
    }

    // Each loop in turn. Two that look at once may find the same one: it has use for both, or gives one back.
    private IPlaceTaker? FindTaker()
    {
        var start = Volatile.Read(ref _next);
        for (var i = 0; i < _takers.Length; i++)
        {
            var loop = (start + i) % _takers.Length;
            if (Volatile.Read(ref _takers[loop]) is { } taker)
            {
                Volatile.Write(ref _next, loop + 1);
                return taker;
            }
        }

        return null;
    }
}
