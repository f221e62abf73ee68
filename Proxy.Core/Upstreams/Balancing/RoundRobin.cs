using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>Each endpoint in turn, as often as its weight says, its turns spread evenly. Another set goes on where the last one stood.</summary>
/// <param name="start">Choices to skip, so that loops do not march in step.</param>
internal sealed class RoundRobin(int start) : IBalancer
{
    private EndpointSet _set = EndpointSet.Empty;
    private TurnQueue? _turns;

    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        if (set != _set)
        {
            (_turns, _set) = (_turns is null ? Begin(set) : Follow(set, _turns), set);
        }

        return set.Endpoints[_turns!.Next()];
    }

    private TurnQueue Begin(EndpointSet set)
    {
        var turns = TurnQueue.Begin(set.Weights);
        for (var i = 0; i < start % set.Count; i++)
        {
            turns.Next();
        }

        return turns;
    }

    private TurnQueue Follow(EndpointSet set, TurnQueue before)
    {
        var places = new Dictionary<Endpoint, int>();
        for (var i = 0; i < _set.Count; i++)
        {
            places[_set.Endpoints[i]] = i;
        }

        return TurnQueue.Follow(set.Weights, before, [.. set.Endpoints.Select(endpoint => places.GetValueOrDefault(endpoint, -1))]);
    }
}
