using System.Threading.Tasks.Sources;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>A wait between two tries of one request. It is resumed from the ready list, never from the stack of whoever ends it.</summary>
internal sealed class RetryPause : IValueTaskSource<bool>, ILoopTimerOwner
{
    private static readonly Action<object?> Resume = static state => ((RetryPause)state!)._promise.SetResult(true);

    private readonly LoopTimer _timer;
    private PromiseCore<bool> _promise;
    private EventLoop? _loop; // while it waits

    public RetryPause() => _timer = new LoopTimer(this);

    /// <summary>Waits, unless it is ended before.</summary>
    public ValueTask<bool> WaitAsync(EventLoop loop, long milliseconds)
    {
        _loop = loop;
        loop.SetTimer(_timer, milliseconds);
        return new(this, _promise.Version);
    }

    /// <summary>Ends the wait, if there is one.</summary>
    public void End()
    {
        if (_loop is { } loop)
        {
            _loop = null;
            loop.Timers.Remove(_timer);
            loop.Ready(Resume, this);
        }
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => End();

    bool IValueTaskSource<bool>.GetResult(short token) => _promise.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);
}
