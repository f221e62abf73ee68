using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Each endpoint in turn, as often as its weight says, its turns spread as evenly as can be: every choice raises each endpoint's credit by its weight,
/// and the richest is taken and pays the sum of all weights.
/// </summary>
/// <param name="start">Choices to skip, so that loops do not march in step.</param>
internal sealed class RoundRobin(int start) : IBalancer
{
    private EndpointSet _set = EndpointSet.Empty;
    private long[] _credits = [];
    private long _sum;

    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        if (set != _set)
        {
            Follow(set);
        }

        return set.Endpoints[Next()];
    }

    private int Next()
    {
        var best = 0;
        for (var i = 0; i < _credits.Length; i++)
        {
            _credits[i] += _set.Weights[i];
            best = _credits[i] > _credits[best] ? i : best;
        }

        _credits[best] -= _sum;
        return best;
    }

    // Goes on where it stands for the endpoints that stay.
    private void Follow(EndpointSet set)
    {
        var isFirst = _set.Count == 0;
        var before = new Dictionary<Endpoint, long>();
        for (var i = 0; i < _credits.Length; i++)
        {
            before[_set.Endpoints[i]] = _credits[i];
        }

        _sum = set.Weights.Sum(weight => (long)weight);
        var carried = set.Endpoints.Where(before.ContainsKey).Select(endpoint => before[endpoint]).DefaultIfEmpty().ToArray();
        var middle = carried.Sum() / carried.Length;

        // Only the distances count. A new one stands in the middle, and debts run up under other weights are not paid off for longer than one round.
        _credits = [.. set.Endpoints.Select(endpoint => Math.Clamp(before.GetValueOrDefault(endpoint, middle) - middle, -_sum, _sum))];
        _set = set;
        for (var i = 0; isFirst && i < start % set.Count; i++)
        {
            Next();
        }
    }
}
