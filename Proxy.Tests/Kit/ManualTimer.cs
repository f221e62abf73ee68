namespace Proxy.Tests.Kit;

/// <summary>A timer of a <see cref="ManualClock"/>.</summary>
internal sealed class ManualTimer : ITimer
{
    private readonly ManualClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly Lock _lock = new();
    private long _due = long.MaxValue;
    private TimeSpan _period;

    public ManualTimer(ManualClock clock, TimerCallback callback, object? state) => (_clock, _callback, _state) = (clock, callback, state);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : _clock.GetTimestamp() + dueTime.Ticks;
            _period = period;
        }

        FireIfDue();
        return true;
    }

    public void FireIfDue()
    {
        while (TakeDue())
        {
            _callback(_state);
        }
    }

    public void Dispose()
    {
        Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Forget(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private bool TakeDue()
    {
        lock (_lock)
        {
            if (_clock.GetTimestamp() < _due)
            {
                return false;
            }

            _due = _period > TimeSpan.Zero ? _due + _period.Ticks : long.MaxValue;
            return true;
        }
    }
}
