using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// The requests of one loop that wait for a place at one endpoint, first come first served. The loop is registered with the places for as long as somebody stands
/// here, and is handed one after the other.
/// </summary>
internal sealed class PlaceLine : IPlaceTaker
{
    private static readonly Action<object?> Arrived = static state => ((PlaceLine)state!).TakeOver();

    private readonly EndpointPool _pool;
    private readonly Places _places;
    private readonly Action<UpstreamWaiter> _admit;
    private readonly WaiterQueue _queue = new();
    private readonly LoopStack<UpstreamWaiter> _waiters = new();

    /// <param name="pool">Whose it is.</param>
    /// <param name="places">What is waited for.</param>
    /// <param name="admit">What becomes of the first of the line, once a place is his.</param>
    public PlaceLine(EndpointPool pool, Places places, Action<UpstreamWaiter> admit) => (_pool, _places, _admit) = (pool, places, admit);

    /// <summary>Requests that wait here.</summary>
    public int Count => _queue.Count;

    /// <summary>Loops beside this one on which somebody waits for the same.</summary>
    public int OtherLoops => _places.WaitingLoops - (Count > 0 ? 1 : 0);

    private int Index => _pool.Loop.Index;

    /// <summary>Waits for a place.</summary>
    public ValueTask<UpstreamLease> WaitAsync(Exchange exchange)
    {
        var waiter = _waiters.TryPop(out var recycled) ? recycled! : new UpstreamWaiter(_pool, this);
        var wait = waiter.WaitAsync(exchange, _pool.Loop);
        _queue.Add(waiter);
        if (Count == 1 && _places.TryTakeOrWait(Index, this))
        {
            TakeOver();
        }

        return wait;
    }

    /// <summary>There may be more places than before.</summary>
    public void Serve()
    {
        while (Count > 0 && _places.TryTakeForWaiting())
        {
            TakeOver();
        }
    }

    /// <summary>Takes the first off the line, for something better than a place.</summary>
    public bool TryTakeFirst([NotNullWhen(true)] out UpstreamWaiter? waiter)
    {
        var isTaken = _queue.TryTake(out waiter);
        if (waiter is not null)
        {
            Leave(waiter);
        }

        return isTaken;
    }

    /// <summary>A waiter waits no longer.</summary>
    public void GiveUp(UpstreamWaiter waiter, ProxyError reason)
    {
        _queue.Remove(waiter);
        Leave(waiter);
        waiter.Grant(_pool.Loop, UpstreamLease.Failed(reason));
    }

    public void Recycle(UpstreamWaiter waiter) => _waiters.Push(waiter);

    public void Trim() => _waiters.Trim();

    // From the ready list where the giver is of the same loop: he is never continued on by what he gave.
    void IPlaceTaker.HandOver() => _pool.Loop.Schedule(Arrived, this);

    private void TakeOver()
    {
        if (TryTakeFirst(out var waiter))
        {
            _admit(waiter);
        }
        else
        {
            // Whoever it was for has given up.
            _places.Release();
        }
    }

    private void Leave(UpstreamWaiter waiter)
    {
        waiter.LeaveQueue();
        if (Count == 0)
        {
            _places.WaitNoLonger(Index);
        }
    }
}
