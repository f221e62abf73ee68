namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Each endpoint in turn, as often as its weight says, its turns spread as evenly as can be: every choice raises each endpoint's credit by its weight,
/// and the richest is taken and pays the sum of all weights.
/// </summary>
internal sealed class RoundRobin : IBalancer
{
    private readonly Endpoint[] _endpoints;
    private readonly int[] _weights;
    private readonly long[] _credits;
    private readonly long _sum;

    /// <param name="upstream">Has at least one endpoint.</param>
    /// <param name="start">Choices to skip, so that loops do not march in step.</param>
    public RoundRobin(Upstream upstream, int start)
        : this(upstream)
    {
        for (var i = 0; i < start % _endpoints.Length; i++)
        {
            Choose(null);
        }
    }

    private RoundRobin(Upstream upstream)
    {
        (_endpoints, _weights) = (upstream.Endpoints, upstream.Weights);
        _credits = new long[_endpoints.Length];
        _sum = _weights.Sum(weight => (long)weight);
    }

    public Endpoint Choose(Endpoint? tried)
    {
        if (_endpoints.Length == 1)
        {
            return _endpoints[0];
        }

        var best = -1;
        for (var i = 0; i < _credits.Length; i++)
        {
            _credits[i] += _weights[i];
            if (_endpoints[i] != tried && (best < 0 || _credits[i] > _credits[best]))
            {
                best = i;
            }
        }

        _credits[best] -= _sum;
        return _endpoints[best];
    }

    /// <inheritdoc/>
    public IBalancer Succeed(Upstream upstream)
    {
        var successor = new RoundRobin(upstream);
        var credits = _endpoints.Zip(_credits).ToDictionary(pair => pair.First, pair => pair.Second);
        var carried = upstream.Endpoints.Where(credits.ContainsKey).Select(endpoint => credits[endpoint]).DefaultIfEmpty().ToArray();
        var middle = carried.Sum() / carried.Length;
        for (var i = 0; i < upstream.Endpoints.Length; i++)
        {
            // Only the distances count. A new one stands in the middle, and debts run up under other weights are not paid off for longer than one round.
            var credit = credits.GetValueOrDefault(upstream.Endpoints[i], middle) - middle;
            successor._credits[i] = Math.Clamp(credit, -successor._sum, successor._sum);
        }

        return successor;
    }
}
