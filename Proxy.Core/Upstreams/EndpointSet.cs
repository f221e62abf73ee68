namespace Proxy.Core.Upstreams;

/// <summary>
/// The endpoints of one upstream that may be chosen now; immutable. Whatever changes (an endpoint comes, goes, falls ill, recovers, drains) makes another set, so
/// that a choice looks at nothing but this one, and what a balancer derived from it holds for as long as it is the same object.
/// </summary>
/// <param name="endpoints">The endpoints; none where there is nobody left to ask.</param>
/// <param name="weights">The share of each relative to the others, at least 1.</param>
internal sealed class EndpointSet(Endpoint[] endpoints, int[] weights)
{
    public static EndpointSet Empty { get; } = new([], []);

    public Endpoint[] Endpoints { get; } = endpoints;

    /// <summary>The share of each endpoint relative to the others, at least 1.</summary>
    public int[] Weights { get; } = weights;

    public int Count => Endpoints.Length;

    /// <summary>The members whose weight is above 0: the present set where that is the same.</summary>
    public static EndpointSet Of(EndpointMember[] members, int[] weights, EndpointSet present)
    {
        var endpoints = members.Where((_, i) => weights[i] > 0).Select(member => member.Endpoint).ToArray();
        int[] chosen = [.. weights.Where(weight => weight > 0)];
        return endpoints.AsSpan().SequenceEqual(present.Endpoints) && chosen.AsSpan().SequenceEqual(present.Weights) ? present : new(endpoints, chosen);
    }
}
