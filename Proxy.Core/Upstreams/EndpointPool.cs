using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Core.Upstreams;

/// <summary>
/// One loop's connections to one endpoint. The connection used last is used next, so that the surplus grows old and goes. At the cap requests queue,
/// first come first served, bounded in number and time.
/// </summary>
internal sealed class EndpointPool
{
    private static readonly Action<object?> ConnectFor = static state =>
    {
        var waiter = (UpstreamWaiter)state!;
        _ = waiter.Pool.ConnectForAsync(waiter);
    };

    /// <summary>Posted to a pool's loop: <see cref="Retire"/>.</summary>
    public static readonly Action<object?> Retiring = static pool => ((EndpointPool)pool!).Retire();

    /// <summary>Posted to a pool's loop: <see cref="Bound"/>.</summary>
    public static readonly Action<object?> Bounding = static pool => ((EndpointPool)pool!).Bound();

    private readonly Worker _worker;
    private int _maxConnections;
    private int _maxIdle;
    private int _maxQueued;
    private bool _isRetired;
    private TryCounters _tries;
    private readonly IdleStack _idle = new();
    private readonly WaiterQueue _queue = new();
    private readonly LoopStack<UpstreamWaiter> _waiters = new();

    public EndpointPool(Worker worker, Endpoint endpoint)
    {
        (_worker, Endpoint) = (worker, endpoint);
        SetBounds(endpoint.Group.Options);
        Connector = new(worker.Loop, endpoint, endpoint.Group.Options);
        worker.Pools.Add(this);
    }

    public Endpoint Endpoint { get; }

    /// <summary>Whose it is.</summary>
    public EventLoop Loop => _worker.Loop;

    /// <summary>How connections are opened now.</summary>
    public Connector Connector { get; private set; }

    /// <summary>Connections that are open or being opened.</summary>
    public int Open { get; private set; }

    /// <summary>Connections that wait for a request.</summary>
    public int Idle => _idle.Count;

    /// <summary>No connection is idle, and none may be opened: whoever comes now has to wait.</summary>
    public bool IsFull => Idle == 0 && Open >= _maxConnections;

    /// <summary>How this loop's tries went.</summary>
    public ref TryCounters Tries => ref _tries;

    /// <summary>Requests that wait for a connection.</summary>
    public int Waiting => _queue.Count;

    /// <summary>The idle connection used last that still lives, or null; where origins are told of clients, only one that told of this exchange's.</summary>
    public UpstreamConnection? TryLeaseIdle(Exchange exchange)
    {
        while (TryTakeIdleFor(exchange, out var idle))
        {
            if (!idle.IsDead())
            {
                _worker.Counters.UpstreamReused++;
                return idle;
            }

            Discard(idle);
        }

        return null;
    }

    /// <summary>A new connection, or one that comes free in time.</summary>
    /// <param name="exchange">Who waits, where there is a queue.</param>
    /// <param name="inPlaceOfIdle">
    /// An idle one was dead: at the cap the new one takes the place of another idle one. So it does where those that are idle are for other clients.
    /// </param>
    public ValueTask<UpstreamLease> LeaseNewAsync(Exchange exchange, bool inPlaceOfIdle)
    {
        if ((inPlaceOfIdle || Connector.Introduces) && Open >= _maxConnections && TryTakeIdle(out var idle))
        {
            Discard(idle);
        }

        return Open < _maxConnections ? ConnectAsync(exchange.WithinTry(exchange.Bounds.Times.UpstreamConnect, Loop.Now))
            : Waiting < _maxQueued ? Enqueue(exchange)
            : new(UpstreamLease.Failed(ProxyError.UpstreamQueueFull));
    }

    /// <summary>Gives a connection back that can carry another request.</summary>
    public void Return(UpstreamConnection connection)
    {
        if (connection.IsStale || _worker.IsStopping || Open > _maxConnections || !MayReuse(connection))
        {
            Discard(connection);
        }
        else if (TryTakeWaiter(out var waiter))
        {
            connection.Reuse();
            _worker.Counters.UpstreamReused++;
            waiter.Grant(_worker.Loop, new UpstreamLease(connection, ProxyError.None));
        }
        else if (Idle < _maxIdle)
        {
            _idle.Push(connection);
            _worker.UpstreamIdle++;
            connection.BeginIdle();
        }
        else
        {
            Discard(connection);
        }
    }

    /// <summary>Closes a leased connection; whoever waits may open another in its place.</summary>
    public void Discard(UpstreamConnection connection)
    {
        connection.Close();
        Release();
    }

    /// <summary>Closes an idle connection that ended or grew old.</summary>
    public void DropIdle(UpstreamConnection connection)
    {
        _idle.Remove(connection);
        _worker.UpstreamIdle--;
        Discard(connection);
    }

    /// <summary>Closes every idle connection; how many there were.</summary>
    public int DropAllIdle()
    {
        var dropped = Idle;
        while (TryTakeIdle(out var idle))
        {
            Discard(idle);
        }

        return dropped;
    }

    /// <summary>The group's bounds from now on: what lies idle past them is closed, and who waits for a place that is there now has it.</summary>
    public void Bound()
    {
        SetBounds(Endpoint.Group.Options);
        if (!Connector.IsOf(Endpoint.Group.Options))
        {
            Connector = new(_worker.Loop, Endpoint, Endpoint.Group.Options);
            DropAllIdle();
        }

        while ((Open > _maxConnections || Idle > _maxIdle) && TryTakeIdle(out var idle))
        {
            Discard(idle);
        }

        while (TryGrantPlace())
        {
            // The next in the queue.
        }
    }

    /// <summary>
    /// The endpoint is no longer part of its group. Idle connections are closed now, busy ones with their exchange; exchanges that chose the endpoint before still
    /// get theirs. When the last one is over nobody refers to the pool.
    /// </summary>
    public void Retire()
    {
        _isRetired = true;
        _maxIdle = 0;
        _worker.Pools.Remove(this);
        DropAllIdle();
    }

    /// <summary>A waiter in the queue waits no longer.</summary>
    public void GiveUp(UpstreamWaiter waiter, ProxyError reason)
    {
        _queue.Remove(waiter);
        waiter.LeaveQueue();
        waiter.Grant(_worker.Loop, UpstreamLease.Failed(reason));
    }

    public void Recycle(UpstreamWaiter waiter) => _waiters.Push(waiter);

    public void Trim() => _waiters.Trim();

    private static ProxyError ToError(ConnectError error) => error switch
    {
        ConnectError.Refused => ProxyError.UpstreamConnectRefused,
        ConnectError.TimedOut => ProxyError.UpstreamConnectTimeout,
        ConnectError.LocalResources => ProxyError.LocalResourcesExhausted,
        _ => ProxyError.UpstreamConnectFailed,
    };

    private bool TryTakeIdleFor(Exchange exchange, [NotNullWhen(true)] out UpstreamConnection? idle)
    {
        if (!Connector.Introduces)
        {
            return TryTakeIdle(out idle);
        }

        // A copy of a request has no client.
        idle = exchange.Connection is { Kept: { Count: > 0 } kept } ? kept.Find(this, ToldClient.Of(exchange)) : null;
        if (idle is null)
        {
            return false;
        }

        _idle.Remove(idle);
        _worker.UpstreamIdle--;
        idle.EndIdle();
        return true;
    }

    // What was told of one client is nothing for whoever else waits: that one opens its own, in its place.
    private bool MayReuse(UpstreamConnection connection) =>
        connection.Opener == Connector && connection.MayBeKept && !(Connector.Introduces && Waiting > 0);

    // A place came free: the first in the queue opens a connection of its own. Where that fails, it is told, and the next one tries; from the ready
    // list, since an attempt may fail at once, and the next would stand on its stack.
    private void Release()
    {
        CountOpen(-1);
        TryGrantPlace();
    }

    private bool TryGrantPlace()
    {
        if (Open >= _maxConnections || !TryTakeWaiter(out var waiter))
        {
            return false;
        }

        CountOpen(+1);
        _worker.Loop.Ready(ConnectFor, waiter);
        return true;
    }

    private void CountOpen(int change)
    {
        Open += change;
        _worker.UpstreamOpen += change;
    }

    private bool TryTakeIdle([NotNullWhen(true)] out UpstreamConnection? idle)
    {
        idle = _idle.Pop();
        if (idle is null)
        {
            return false;
        }

        _worker.UpstreamIdle--;
        idle.EndIdle();
        return true;
    }

    private void SetBounds(UpstreamOptions options)
    {
        _maxConnections = Math.Max(1, options.MaxConnections / _worker.Loops);
        _maxIdle = _isRetired ? 0 : (options.MaxIdleConnections + _worker.Loops - 1) / _worker.Loops;
        _maxQueued = options.MaxQueuedRequests;
    }

    private bool TryTakeWaiter([NotNullWhen(true)] out UpstreamWaiter? waiter)
    {
        var taken = _queue.TryTake(out waiter);
        waiter?.LeaveQueue();
        return taken;
    }

    private async Detached ConnectForAsync(UpstreamWaiter waiter) =>
        waiter.Grant(_worker.Loop, await OpenAsync(waiter.ConnectTimeout).ConfigureAwait(false));

    private ValueTask<UpstreamLease> ConnectAsync(long timeout)
    {
        CountOpen(+1);
        return OpenAsync(timeout);
    }

    // The place is taken already.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<UpstreamLease> OpenAsync(long timeout)
    {
        _worker.Counters.UpstreamConnects++;
        var connector = Connector;
        var result = await connector.ConnectAsync(timeout).ConfigureAwait(false);
        if (result.Error == ConnectError.LocalResources && _worker.DropIdleUpstreams() > 0)
        {
            // What lies idle holds the descriptors this one needs.
            result = await connector.ConnectAsync(timeout).ConfigureAwait(false);
        }

        if (result.Connection is { } connection)
        {
            return new UpstreamLease(new UpstreamConnection(_worker, this, connector, connection), ProxyError.None);
        }

        Release();
        return UpstreamLease.Failed(ToError(result.Error));
    }

    private ValueTask<UpstreamLease> Enqueue(Exchange exchange)
    {
        var waiter = _waiters.TryPop(out var recycled) ? recycled! : new UpstreamWaiter(this);
        _queue.Add(waiter);
        return waiter.WaitAsync(exchange, _worker.Loop);
    }
}
