using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Core.Upstreams;

/// <summary>
/// The endpoints of one upstream that may be chosen now; immutable. Whatever changes (an endpoint comes, goes, falls ill, recovers, drains) makes another set, so
/// that a choice looks at nothing but this one, and what a balancer derived from it holds for as long as it is the same object.
/// </summary>
/// <param name="endpoints">The endpoints, in the order of the options; none where there is nobody left to ask.</param>
/// <param name="weights">The share of each relative to the others, at least 1.</param>
internal sealed class EndpointSet(Endpoint[] endpoints, int[] weights)
{
    private ShareTable? _shares;

    public static EndpointSet Empty { get; } = new([], []);

    public Endpoint[] Endpoints { get; } = endpoints;

    /// <summary>The share of each endpoint relative to the others, at least 1.</summary>
    public int[] Weights { get; } = weights;

    public int Count => Endpoints.Length;

    /// <summary>All weights together.</summary>
    public double SumOfWeights { get; } = weights.Sum(weight => (double)weight);

    /// <summary>Draws by weight.</summary>
    public ShareTable Shares => _shares ??= new(Weights);

    /// <summary>Endpoints by hash; null where the upstream is not balanced so.</summary>
    public MaglevTable? Hashes { get; private set; }

    /// <summary>Whom cookies bind to one of these, or to one that takes nobody else any more; null where the upstream binds nobody.</summary>
    public StickySessions? Sessions { get; init; }

    /// <summary>The members whose weight is above 0: the present set where that is the same.</summary>
    public static EndpointSet Of(EndpointMember[] members, int[] weights, EndpointSet present)
    {
        var endpoints = members.Where((_, i) => weights[i] > 0).Select(member => member.Endpoint).ToArray();
        int[] chosen = [.. weights.Where(weight => weight > 0)];
        return endpoints.AsSpan().SequenceEqual(present.Endpoints) && chosen.AsSpan().SequenceEqual(present.Weights) ? present : new(endpoints, chosen);
    }

    /// <summary>Derives here and once what all loops will need; itself.</summary>
    public EndpointSet PreparedFor(BalanceAlgorithm balance)
    {
        _ = Shares;
        Hashes = balance == BalanceAlgorithm.ConsistentHash && Count > 0 ? new(Endpoints, Weights) : null;
        return this;
    }

    /// <summary>The one has less in flight for its weight than the other.</summary>
    public bool IsLessLoaded(int one, int other) =>
        (long)Endpoints[one].Load.InFlight * Weights[other] < (long)Endpoints[other].Load.InFlight * Weights[one];
}
