using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Messages;

namespace Proxy.Core.Forwarding.Mirroring;

/// <summary>
/// The copies of requests that one loop has under way. Whatever becomes of them, the request they were made of goes on as if there were none: a copy is made
/// of what is in memory, and leaves behind the request.
/// </summary>
internal sealed class Mirrors
{
    private readonly Worker _worker;
    private readonly LoopPool<MirrorRequest> _requests;
    private readonly Dictionary<Mirror, MirrorLane> _lanes = new(ReferenceEqualityComparer.Instance);
    private MirrorRequest? _first;

    public Mirrors(Worker worker) => (_worker, _requests) = (worker, new LoopPool<MirrorRequest>(() => new MirrorRequest(worker, this)));

    /// <summary>Copies under way.</summary>
    public int Count { get; private set; }

    /// <summary>Sends a copy of a request that is about to be sent on, where chance and bounds allow it.</summary>
    public void Send(Mirror mirror, Exchange exchange)
    {
        if (_worker.Random.Next(100) >= mirror.Options.Percent)
        {
            return;
        }

        var lane = LaneOf(mirror);
        if (_worker.IsStopping || lane.InFlight >= lane.MaxInFlight || !TryBegin(mirror, lane, exchange))
        {
            _worker.Counters.MirrorsSkipped++;
        }
    }

    /// <summary>Ends every copy: nobody waits for it.</summary>
    public void Abort()
    {
        for (var request = _first; request is not null;)
        {
            var next = request.Next;
            request.Abort();
            request = next;
        }

        // What a reload took away needs no lane any more.
        _lanes.Clear();
    }

    /// <summary>A copy is over, well or not.</summary>
    public void Remove(MirrorRequest request)
    {
        if (request.Previous is null)
        {
            _first = request.Next;
        }
        else
        {
            request.Previous.Next = request.Next;
        }

        if (request.Next is not null)
        {
            request.Next.Previous = request.Previous;
        }

        (request.Next, request.Previous) = (null, null);
        Count--;
        _requests.Return(request);
    }

    public void Trim() => _requests.Trim();

    private bool TryBegin(Mirror mirror, MirrorLane lane, Exchange exchange)
    {
        // A tunnel has no copy; a body that is still to come would have to be waited for.
        var body = exchange.RequestBody;
        var whole = BodyRead.End;
        if (exchange.AsksUpgrade || exchange.Request.Method == KnownMethod.Connect || !(body.IsEnded || body.TryPeekWhole(out whole))
            || whole.Data.Length > mirror.Options.MaxBodyBytes)
        {
            return false;
        }

        var balancer = exchange.Generation.BalancerOf(mirror.Upstream);
        if (mirror.Upstream.Group.Breaker is { State: not CircuitState.Closed }
            || EndpointChooser.Choose(balancer, mirror.Upstream.Group.Set, exchange, _worker.Random) is not { } endpoint
            || !endpoint.Requests.HasRoom || endpoint.PoolOf(_worker).IsFull)
        {
            return false;
        }

        var request = _requests.Get();
        if (!request.TryBegin(exchange, mirror.Upstream, endpoint, whole, lane))
        {
            _requests.Return(request);
            return false;
        }

        request.Next = _first;
        if (_first is not null)
        {
            _first.Previous = request;
        }

        _first = request;
        Count++;
        return true;
    }

    private MirrorLane LaneOf(Mirror mirror)
    {
        if (!_lanes.TryGetValue(mirror, out var lane))
        {
            _lanes.Add(mirror, lane = new MirrorLane(mirror, _worker.Loops));
        }

        return lane;
    }
}
