using System.Threading.Tasks.Sources;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Core.Upstreams;

/// <summary>A request that waits for a connection, or for a place at an endpoint. It is resumed from the ready list, never from the stack of whoever gave the connection back.</summary>
internal sealed class UpstreamWaiter : IValueTaskSource<UpstreamLease>, ILoopTimerOwner
{
    private static readonly Action<object?> Resume = static state => ((UpstreamWaiter)state!).Complete();

    private readonly PlaceLine _line;
    private readonly LoopTimer _timer;
    private PromiseCore<UpstreamLease> _promise;
    private UpstreamLease _lease;
    private Exchange? _exchange;
    private long _connectTimeout;
    private long _tryEnds;

    public UpstreamWaiter(EndpointPool pool, PlaceLine line)
    {
        (Pool, _line) = (pool, line);
        _timer = new LoopTimer(this);
    }

    public EndpointPool Pool { get; }

    /// <summary>How long opening a connection for it may take.</summary>
    public long ConnectTimeout => Math.Clamp(_tryEnds - Pool.Loop.Now, 1, _connectTimeout);

    internal UpstreamWaiter? Next { get; set; }

    internal UpstreamWaiter? Previous { get; set; }

    public ValueTask<UpstreamLease> WaitAsync(Exchange exchange, EventLoop loop)
    {
        var times = exchange.Bounds.Times;
        (_exchange, _connectTimeout, _tryEnds) = (exchange, times.UpstreamConnect, exchange.TryEnds);
        exchange.Waiter = this;
        loop.SetTimer(_timer, exchange.WithinTry(times.UpstreamQueue, loop.Now));
        return new(this, _promise.Version);
    }

    /// <summary>Waits no longer; only while it is in the queue.</summary>
    public void GiveUp(ProxyError reason) => _line.GiveUp(this, reason);

    /// <summary>It was taken off the queue: from now on neither time nor the client ends its waiting.</summary>
    public void LeaveQueue()
    {
        _timer.Cancel();
        _exchange!.Waiter = null;
        _exchange = null;
    }

    /// <summary>Hands over what was waited for; the waiter is off the queue already.</summary>
    public void Grant(EventLoop loop, UpstreamLease lease)
    {
        _lease = lease;
        loop.Ready(Resume, this);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer) => GiveUp(ProxyError.UpstreamQueueTimeout);

    UpstreamLease IValueTaskSource<UpstreamLease>.GetResult(short token)
    {
        var lease = _promise.GetResult(token);
        _lease = default;
        _line.Recycle(this);
        return lease;
    }

    ValueTaskSourceStatus IValueTaskSource<UpstreamLease>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<UpstreamLease>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token);

    private void Complete() => _promise.SetResult(_lease);
}
