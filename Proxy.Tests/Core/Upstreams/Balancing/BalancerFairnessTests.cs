using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

/// <summary>Algorithms that promise shares keep to them while nothing is in flight, or all have the same load for their weight.</summary>
public class BalancerFairnessTests
{
    private const int Draws = 100_000;
    private const ulong Seed = 50525;

    private static readonly int[][] Weights = [[1, 1], [1, 2, 3, 4], [95, 5], [1000, 1], [7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 30], [.. Enumerable.Range(1, 100)]];

    [Test]
    public void Idle_endpoints_share_by_weight(
        [Values(BalanceAlgorithm.Random, BalanceAlgorithm.PowerOfTwoChoices, BalanceAlgorithm.LeastRequests, BalanceAlgorithm.ConsistentHash)]
        BalanceAlgorithm algorithm,
        [ValueSource(nameof(Weights))] int[] weights) => Check(algorithm, weights, load: 0);

    [Test]
    public void Endpoints_with_the_same_load_for_their_weight_share_by_weight(
        [Values(BalanceAlgorithm.Random, BalanceAlgorithm.PowerOfTwoChoices, BalanceAlgorithm.LeastRequests)] BalanceAlgorithm algorithm) =>
        Check(algorithm, [1, 2, 3, 4], load: 3);

    [Test]
    public void Turns_keep_to_shares_at_any_time([ValueSource(nameof(Weights))] int[] weights)
    {
        var (set, balancer) = (TestSets.Weighted(weights), Balancers.Make(new() { Balance = BalanceAlgorithm.RoundRobin }, loop: 1));
        var counts = new int[weights.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[Array.IndexOf(set.Endpoints, balancer.Choose(set, new Exchange(), new LoopRandom(Seed)))]++;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            Assert.That(counts[i], Is.EqualTo((double)Draws * weights[i] / weights.Sum()).Within(2), $"of {i}");
        }
    }

    // Without a key a hash is left to chance.
    private static void Check(BalanceAlgorithm algorithm, int[] weights, int load)
    {
        var group = TestSets.GroupOf(new() { Balance = algorithm, Hash = algorithm == BalanceAlgorithm.ConsistentHash ? new() { Key = "{cookie.a}" } : null }, weights);
        var (set, exchange, random, balancer) = (group.Set, new Exchange(), new LoopRandom(Seed), Balancers.Make(group.Options, loop: 0));
        for (var i = 0; i < weights.Length; i++)
        {
            for (var each = 0; each < load * weights[i]; each++)
            {
                set.Endpoints[i].Load.Begin();
            }
        }

        Fairness.Check(weights, Draws, _ => int.Parse(balancer.Choose(set, exchange, random).Name, null), $"{algorithm}, seed {Seed}");
    }
}
