using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Core.Pipeline;

/// <summary>
/// One snapshot as one loop runs it: with its balancers. A reload makes the next one, which takes over the balancers of upstreams that stay; an exchange keeps the
/// one it began with.
/// </summary>
internal sealed class Generation
{
    private readonly IBalancer[] _balancers;

    /// <param name="worker">Whose it is.</param>
    /// <param name="snapshot">What is to run.</param>
    /// <param name="previous">What ran before, or null at the start.</param>
    public Generation(Worker worker, ProxySnapshot snapshot, Generation? previous)
    {
        Snapshot = snapshot;
        var before = previous?.Snapshot.Upstreams.ToDictionary(upstream => upstream.Group);
        _balancers = [.. snapshot.Upstreams.Select(upstream =>
            before?.GetValueOrDefault(upstream.Group) is { } same && Balancers.AreAlike(same.Options, upstream.Options)
                ? previous!.BalancerOf(same)
                : Balancers.Make(upstream.Options, worker.Loop.Index))];
    }

    public ProxySnapshot Snapshot { get; }

    public IBalancer BalancerOf(Upstream upstream) => _balancers[upstream.Id];
}
