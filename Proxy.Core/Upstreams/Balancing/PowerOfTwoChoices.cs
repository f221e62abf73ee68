using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Two are drawn by weight, and the one with less in flight for its weight is taken, the first drawn where they are equal. Nearly as even as the least loaded of
/// all, in the same time however many there are; and whoever looks at the same moment does not run to the same one.
/// </summary>
internal sealed class PowerOfTwoChoices : IBalancer
{
    /// <inheritdoc/>
    public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random)
    {
        var (first, second) = set.Shares.DrawTwo(random);
        return set.Endpoints[set.IsLessLoaded(second, first) ? second : first];
    }
}
