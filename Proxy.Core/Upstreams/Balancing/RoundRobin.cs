namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Each endpoint in turn, as often as its weight says, its turns spread as evenly as can be: every choice raises each endpoint's credit by its weight,
/// and the richest is taken and pays the sum of all weights.
/// </summary>
internal sealed class RoundRobin : IBalancer
{
    private readonly Endpoint[] _endpoints;
    private readonly long[] _credits;
    private readonly long _sum;

    /// <param name="endpoints">At least one.</param>
    /// <param name="start">Choices to skip, so that loops do not march in step.</param>
    public RoundRobin(Endpoint[] endpoints, int start)
    {
        _endpoints = endpoints;
        _credits = new long[endpoints.Length];
        _sum = endpoints.Sum(endpoint => (long)endpoint.Weight);
        for (var i = 0; i < start % endpoints.Length; i++)
        {
            Choose(null);
        }
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
            _credits[i] += _endpoints[i].Weight;
            if (_endpoints[i] != tried && (best < 0 || _credits[i] > _credits[best]))
            {
                best = i;
            }
        }

        _credits[best] -= _sum;
        return _endpoints[best];
    }
}
