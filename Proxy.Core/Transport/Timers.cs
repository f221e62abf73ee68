namespace Proxy.Core.Transport;

/// <summary>The coarse timers of one loop: a wheel of <see cref="TickMilliseconds"/> ticks, touched by the loop's thread only.</summary>
internal sealed class Timers
{
    /// <summary>How coarse deadlines are, in milliseconds.</summary>
    public const int TickMilliseconds = 50;

    private const int SlotCount = 512; // 25.6 s; what is due later goes round again.

    private readonly LoopTimer?[] _slots = new LoopTimer?[SlotCount];
    private readonly Action<Exception>? _faulted;
    private long _currentTick;
    private long _emptyBefore; // no timer stands between the current tick and this one
    private int _count;

    /// <param name="now">The loop's milliseconds.</param>
    /// <param name="faulted">Is told of what a timer's owner threw; the other timers fire all the same.</param>
    public Timers(long now, Action<Exception>? faulted = null) => (_currentTick, _faulted) = (now / TickMilliseconds, faulted);

    /// <summary>Timers on the wheel, unset ones that were not looked at since included.</summary>
    public int Count => _count;

    /// <summary>Sets or moves a timer to a time in the loop's milliseconds.</summary>
    public void Set(LoopTimer timer, long due)
    {
        timer.Due = due;
        if (timer.IsLinked)
        {
            // It is looked at early enough, and put further then.
            if (timer.LookAt - TickMilliseconds <= due)
            {
                return;
            }

            Unlink(timer);
        }

        Link(timer, TickFor(due));
    }

    /// <summary>Unsets a timer and takes it off the wheel, so that its owner is held no longer.</summary>
    public void Remove(LoopTimer timer)
    {
        timer.Due = LoopTimer.Never;
        Unlink(timer);
    }

    /// <summary>Milliseconds until a timer has to be looked at, or -1 for never.</summary>
    public int NextDelay(long now)
    {
        if (_count == 0)
        {
            return -1;
        }

        _emptyBefore = Math.Max(_emptyBefore, _currentTick + 1);
        while (_slots[_emptyBefore % SlotCount] is null)
        {
            _emptyBefore++;
        }

        return (int)Math.Clamp((_emptyBefore * TickMilliseconds) - now, 0, int.MaxValue);
    }

    /// <summary>Fires what came due up to now.</summary>
    public void Advance(long now)
    {
        var target = now / TickMilliseconds;
        if (target - _currentTick > SlotCount)
        {
            // The clock jumped: every slot is looked at once.
            _currentTick = target - SlotCount;
        }

        while (_currentTick < target)
        {
            _currentTick++;
            RunSlot(_currentTick % SlotCount, now);
        }
    }

    // A fired timer may set or remove any other, so the slot is detached timer by timer. None is linked back into the slot being run.
    private void RunSlot(long slot, long now)
    {
        while (_slots[slot] is { } timer)
        {
            Unlink(timer);
            if (timer.Due <= now)
            {
                Fire(timer);
            }
            else if (timer.Due != LoopTimer.Never)
            {
                Link(timer, TickFor(timer.Due));
            }
        }
    }

    private void Fire(LoopTimer timer)
    {
        try
        {
            timer.Fire();
        }
        catch (Exception exception) when (_faulted is not null)
        {
            _faulted(exception);
        }
    }

    // Never in the slot being run, never more than one round ahead.
    private long TickFor(long due) =>
        due >= LoopTimer.Never - TickMilliseconds
            ? _currentTick + SlotCount - 1
            : Math.Clamp((due + TickMilliseconds - 1) / TickMilliseconds, _currentTick + 1, _currentTick + SlotCount - 1);

    private void Unlink(LoopTimer timer)
    {
        if (!timer.IsLinked)
        {
            return;
        }

        timer.IsLinked = false;
        _count--;
        if (timer.Previous is null)
        {
            _slots[timer.Tick % SlotCount] = timer.Next;
        }
        else
        {
            timer.Previous.Next = timer.Next;
        }

        if (timer.Next is not null)
        {
            timer.Next.Previous = timer.Previous;
        }

        timer.Next = timer.Previous = null;
    }

    private void Link(LoopTimer timer, long tick)
    {
        ref var slot = ref _slots[tick % SlotCount];
        timer.Tick = tick;
        timer.LookAt = tick * TickMilliseconds;
        timer.IsLinked = true;
        _emptyBefore = Math.Min(_emptyBefore, tick);
        timer.Previous = null;
        timer.Next = slot;
        if (slot is not null)
        {
            slot.Previous = timer;
        }

        slot = timer;
        _count++;
    }
}
