using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Core.Pipeline;

/// <summary>
/// One snapshot as one loop runs it: with its pools and balancers. A reload makes the next one, which takes over whatever is of endpoints that stay; an exchange
/// keeps the one it began with, and with it the pools of endpoints that are gone since.
/// </summary>
internal sealed class Generation
{
    private readonly EndpointPool?[] _pools;
    private readonly IBalancer[] _balancers;

    /// <param name="worker">Whose it is.</param>
    /// <param name="snapshot">What is to run.</param>
    /// <param name="previous">What ran before, or null at the start.</param>
    public Generation(Worker worker, ProxySnapshot snapshot, Generation? previous)
    {
        Snapshot = snapshot;
        _pools = new EndpointPool?[snapshot.EndpointSlots];
        _balancers = new IBalancer[snapshot.Upstreams.Length];
        var balancers = previous?.Snapshot.Upstreams.ToDictionary(upstream => upstream.Options.Name);
        foreach (var upstream in snapshot.Upstreams)
        {
            _balancers[upstream.Id] = balancers is not null && balancers.TryGetValue(upstream.Options.Name, out var before)
                ? Continue(previous!.BalancerOf(before), before, upstream)
                : new RoundRobin(upstream, worker.Loop.Index);
            foreach (var endpoint in upstream.Endpoints)
            {
                _pools[endpoint.Id] = previous?.TryPoolOf(endpoint) ?? new EndpointPool(worker, endpoint, upstream.Options);
            }
        }
    }

    public ProxySnapshot Snapshot { get; }

    /// <summary>Connections to origins that wait for a request.</summary>
    public int IdleConnections => Pools.Sum(static pool => pool.Idle);

    /// <summary>Connections to origins that are open or being opened.</summary>
    public int OpenConnections => Pools.Sum(static pool => pool.Open);

    private IEnumerable<EndpointPool> Pools => _pools.OfType<EndpointPool>();

    public EndpointPool PoolOf(Endpoint endpoint) => _pools[endpoint.Id]!;

    public IBalancer BalancerOf(Upstream upstream) => _balancers[upstream.Id];

    /// <summary>Bounds the pools as this snapshot says, and retires those that the one before had and this one has not.</summary>
    public void Begin(Generation previous)
    {
        foreach (var upstream in Snapshot.Upstreams)
        {
            foreach (var endpoint in upstream.Endpoints)
            {
                PoolOf(endpoint).Bound(upstream.Options);
            }
        }

        foreach (var pool in previous.Pools)
        {
            if (TryPoolOf(pool.Endpoint) is null)
            {
                pool.Retire();
            }
        }
    }

    /// <summary>Closes every idle connection to an origin; how many there were.</summary>
    public int DropIdle() => Pools.Sum(static pool => pool.DropAllIdle());

    public void Trim()
    {
        foreach (var pool in Pools)
        {
            pool.Trim();
        }
    }

    private static IBalancer Continue(IBalancer balancer, Upstream before, Upstream now) => now.BalancesAs(before) ? balancer : balancer.Succeed(now);

    // Another endpoint may have the number by now.
    private EndpointPool? TryPoolOf(Endpoint endpoint) =>
        endpoint.Id < _pools.Length && _pools[endpoint.Id] is { } pool && pool.Endpoint == endpoint ? pool : null;
}
