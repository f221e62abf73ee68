using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>The algorithms by their names.</summary>
internal static class Balancers
{
    /// <summary>The balancer of one loop for an upstream.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="loop">The loop's index.</param>
    public static IBalancer Make(UpstreamOptions options, int loop) => options.Balance switch
    {
        BalanceAlgorithm.RoundRobin => new RoundRobin(loop),
        BalanceAlgorithm.Random => new RandomChoice(),
        BalanceAlgorithm.LeastRequests => new LeastRequests(),
        BalanceAlgorithm.PeakEwma => new PeakEwma(),
        BalanceAlgorithm.ConsistentHash => new ConsistentHash(options.Hash ?? new()),
        BalanceAlgorithm.First => new FirstInOrder(),
        _ => new PowerOfTwoChoices(),
    };

    /// <summary>A balancer of one is good for the other.</summary>
    public static bool AreAlike(UpstreamOptions one, UpstreamOptions other) => one.Balance == other.Balance && one.Hash == other.Hash;
}
