namespace Proxy.Core.Upstreams;

/// <summary>Waiting requests, first come first served; one that gives up leaves from the middle.</summary>
internal sealed class WaiterQueue
{
    private UpstreamWaiter? _first;
    private UpstreamWaiter? _last;

    public int Count { get; private set; }

    public void Add(UpstreamWaiter waiter)
    {
        waiter.Previous = _last;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Count++;
    }

    public bool TryTake(out UpstreamWaiter? waiter)
    {
        waiter = _first;
        if (waiter is not null)
        {
            Remove(waiter);
        }

        return waiter is not null;
    }

    public void Remove(UpstreamWaiter waiter)
    {
        if (waiter.Previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        (waiter.Next, waiter.Previous) = (null, null);
        Count--;
    }
}
