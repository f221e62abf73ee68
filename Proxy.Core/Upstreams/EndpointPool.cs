using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams.Health;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Core.Upstreams;

/// <summary>
/// One loop's connections to one endpoint. The connection used last is used next, so that the surplus grows old and goes. At the cap, which all loops share, requests
/// queue, first come first served, bounded in number and time.
/// </summary>
internal sealed class EndpointPool
{
    // How often a connection goes to the next in the own queue while another loop waits for its place: to close it costs that one a connect.
    private const int MostInARow = 16;

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
    private readonly Places _places;
    private readonly PlaceLine _line;
    private readonly PlaceLine _requests;
    private readonly IdleSearch _search;
    private readonly IdleReserve _reserve;
    private int _inARow;
    private long _maxAge;
    private int _maxIdle;
    private int _maxQueued;
    private bool _isRetired;
    private TryCounters _tries;
    private readonly IdleStack _idle = new();

    public EndpointPool(Worker worker, Endpoint endpoint)
    {
        (_worker, Endpoint, _places) = (worker, endpoint, endpoint.Connections);
        _line = new PlaceLine(this, endpoint.Connections, ConnectInPlace);
        _requests = new PlaceLine(this, endpoint.Requests, waiter => waiter.Grant(Loop, default));
        _search = new IdleSearch(this, worker.Loops);
        _reserve = new IdleReserve(this);
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
    public bool IsFull => Idle == 0 && !_places.HasRoom;

    /// <summary>Requests that wait, be it for a connection or for a place among those under way.</summary>
    public int Waiting => _line.Count + _requests.Count;

    /// <summary>How this loop's tries went.</summary>
    public ref TryCounters Tries => ref _tries;

    /// <summary>Requests that wait for a connection.</summary>
    public int WaitingForConnection => _line.Count;

    /// <summary>Requests that one connection may carry.</summary>
    public int MaxRequestsPerConnection { get; private set; }

    /// <summary>So few are idle that none is let go for having been idle for long.</summary>
    public bool KeepsIdle => Idle <= _reserve.Least;

    /// <summary>When a connection that is opened now has to end; a little earlier by chance, so that those opened at once do not end at once.</summary>
    public long EndOfNew => _maxAge == LoopTimer.Never ? LoopTimer.Never : Loop.Now + _maxAge - _worker.Random.Next((int)Math.Min(1 + (_maxAge / 10), int.MaxValue));

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
        if ((inPlaceOfIdle || Connector.Introduces) && !_places.HasRoom && TryTakeIdle(out var idle))
        {
            // The place does not change hands.
            idle.Close();
            return OpenAsync(exchange.WithinTry(exchange.Bounds.Times.UpstreamConnect, Loop.Now));
        }

        return _places.TryTake() ? ConnectAsync(exchange.WithinTry(exchange.Bounds.Times.UpstreamConnect, Loop.Now))
            : WaitingForConnection < _maxQueued ? Enqueue(exchange)
            : new(UpstreamLease.Failed(ProxyError.UpstreamQueueFull));
    }

    /// <summary>Waits for a place among the requests that may be under way on the endpoint. The lease is none, but for its error.</summary>
    public ValueTask<UpstreamLease> WaitForPlaceAsync(Exchange exchange) =>
        _requests.Count < _maxQueued ? _requests.WaitAsync(exchange) : new(UpstreamLease.Failed(ProxyError.UpstreamQueueFull));

    /// <summary>Gives a connection back that can carry another request.</summary>
    public void Return(UpstreamConnection connection)
    {
        if (connection.IsStale || connection.IsSpent || _worker.IsStopping || _places.IsOver || !MayReuse(connection) || GivesWay())
        {
            Discard(connection);
        }
        else if (_line.TryTakeFirst(out var waiter))
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

    /// <summary>Closes a leased connection; whoever waits, on whatever loop, may open another in its place.</summary>
    public void Discard(UpstreamConnection connection)
    {
        connection.Close();
        Release();
    }

    /// <summary>Closes idle connections whose places are waited for on another loop: how many of so many there were.</summary>
    public int DropIdle(int most)
    {
        var dropped = 0;
        while (dropped < most && TryTakeIdle(out var idle))
        {
            Discard(idle);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Closes an idle connection that ended or grew old.</summary>
    public void DropIdle(UpstreamConnection connection)
    {
        _idle.Remove(connection);
        _worker.UpstreamIdle--;
        Discard(connection);
        _reserve.FillSoon();
    }

    /// <summary>A place for a connection that nobody asked for yet, where one is free and the endpoint is to be asked at all.</summary>
    public bool TryTakePlaceAhead()
    {
        var isTaken = !_isRetired && !_worker.IsStopping && !Endpoint.IsDraining && _places.TryTake();
        CountOpen(isTaken ? 1 : 0);
        return isTaken;
    }

    /// <summary>Opens it, the place being taken. False where it failed.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public async ValueTask<bool> OpenAheadAsync()
    {
        var lease = await OpenAsync(_worker.Snapshot.Times.UpstreamConnect, isAhead: true).ConfigureAwait(false);
        if (lease.Connection is { } connection)
        {
            Return(connection);
        }

        return lease.Connection is not null;
    }

    /// <summary>Closes every idle connection; how many there were.</summary>
    public int DropAllIdle()
    {
        return DropIdle(int.MaxValue);
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

        while ((_places.IsOver || Idle > _maxIdle) && TryTakeIdle(out var idle))
        {
            Discard(idle);
        }

        _requests.Serve();
        _line.Serve();
    }

    /// <summary>
    /// The endpoint is no longer part of its group. Idle connections are closed now, busy ones with their exchange; exchanges that chose the endpoint before still
    /// get theirs. When the last one is over nobody refers to the pool.
    /// </summary>
    public void Retire()
    {
        _isRetired = true;
        _maxIdle = 0;
        _reserve.Keep(0);
        _worker.Pools.Remove(this);
        DropAllIdle();
    }

    public void Trim()
    {
        _line.Trim();
        _requests.Trim();
    }

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
        connection.Opener == Connector && connection.MayBeKept && !(Connector.Introduces && WaitingForConnection > 0);

    private void Release()
    {
        CountOpen(-1);
        _places.Release();
    }

    // A place came free: the first in the queue opens a connection of its own. Where that fails, it is told, and the next one tries; from the ready
    // list, since an attempt may fail at once, and the next would stand on its stack.
    private void ConnectInPlace(UpstreamWaiter waiter)
    {
        CountOpen(+1);
        _worker.Loop.Ready(ConnectFor, waiter);
    }

    // The place of a connection nobody here waits for is the other loops'; of one that is waited for on both sides, now and then.
    private bool GivesWay()
    {
        if (_line.OtherLoops <= 0)
        {
            _inARow = 0;
            return false;
        }

        return WaitingForConnection == 0 || ++_inARow % MostInARow == 0;
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
        if (Idle < _reserve.Least)
        {
            _reserve.FillSoon();
        }

        return true;
    }

    private void SetBounds(UpstreamOptions options)
    {
        _maxIdle = _isRetired ? 0 : (options.MaxIdleConnections + _worker.Loops - 1) / _worker.Loops;
        _maxQueued = options.MaxQueuedRequests;
        _maxAge = options.MaxConnectionAge is { } age ? (long)age.TotalMilliseconds : LoopTimer.Never;
        MaxRequestsPerConnection = options.MaxRequestsPerConnection ?? int.MaxValue;
        _reserve.Keep(_isRetired ? 0 : (options.MinIdleConnections + _worker.Loops - 1 - Loop.Index) / _worker.Loops);
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
    private async ValueTask<UpstreamLease> OpenAsync(long timeout, bool isAhead = false)
    {
        _worker.Counters.UpstreamConnects++;
        var connector = Connector;
        var result = await connector.ConnectAsync(timeout).ConfigureAwait(false);
        if (result.Error == ConnectError.LocalResources && !isAhead && _worker.DropIdleUpstreams() > 0)
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
        var wait = _line.WaitAsync(exchange);
        _search.Begin();
        return wait;
    }
}
