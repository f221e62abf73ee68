using System.Threading.Tasks.Sources;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams;

/// <summary>A request that waits for a connection. It is resumed from the ready list, never from the stack of whoever gave the connection back.</summary>
internal sealed class UpstreamWaiter : IValueTaskSource<UpstreamLease>, ILoopTimerOwner
{
    private static readonly Action<object?> Resume = static state => ((UpstreamWaiter)state!).Complete();

    private readonly EndpointPool _pool;
    private readonly LoopTimer _timer;
    private PromiseCore<UpstreamLease> _promise;
    private UpstreamLease _lease;

    public UpstreamWaiter(EndpointPool pool)
    {
        _pool = pool;
        _timer = new LoopTimer(this);
    }

    internal UpstreamWaiter? Next { get; set; }

    internal UpstreamWaiter? Previous { get; set; }

    public ValueTask<UpstreamLease> WaitAsync(EventLoop loop, long timeoutMilliseconds)
    {
        loop.SetTimer(_timer, timeoutMilliseconds);
        return new(this, _promise.Version);
    }

    /// <summary>Hands over what was waited for; the waiter is off the queue already.</summary>
    public void Grant(EventLoop loop, UpstreamLease lease)
    {
        _timer.Cancel();
        _lease = lease;
        loop.Ready(Resume, this);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => _pool.GiveUp(this);

    UpstreamLease IValueTaskSource<UpstreamLease>.GetResult(short token)
    {
        var lease = _promise.GetResult(token);
        _lease = default;
        _pool.Recycle(this);
        return lease;
    }

    ValueTaskSourceStatus IValueTaskSource<UpstreamLease>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<UpstreamLease>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);

    private void Complete() => _promise.SetResult(_lease);
}
