namespace Proxy.Core.Upstreams.Health;

/// <summary>A timer for whatever is due next; there is none while nothing is.</summary>
/// <param name="clock">What it goes by.</param>
/// <param name="due">Called on a thread of the clock's.</param>
internal sealed class HealthTimer(TimeProvider clock, Action due) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Sets the time until it is due, in milliseconds; where that is further away than a day, nothing is due. Not from two threads at once.</summary>
    public void Set(long milliseconds)
    {
        if (_isDisposed || milliseconds > Longest.TotalMilliseconds)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        // Never at once: the caller is still about to change what is looked at then.
        var time = TimeSpan.FromMilliseconds(Math.Max(1, milliseconds));
        if (_timer is null)
        {
            _timer = clock.CreateTimer(_ => due(), null, time, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
        _timer = null;
    }
}
