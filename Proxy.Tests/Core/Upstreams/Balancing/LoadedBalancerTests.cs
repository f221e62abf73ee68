using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

/// <summary>Algorithms that go by load.</summary>
public class LoadedBalancerTests
{
    private const ulong Seed = 4711;
    private const int Choices = 10_000;

    private static readonly LoopRandom Random = new(Seed);

    [TestCase(BalanceAlgorithm.PowerOfTwoChoices, 2, 0)]
    [TestCase(BalanceAlgorithm.PowerOfTwoChoices, 3, 0)]
    [TestCase(BalanceAlgorithm.PowerOfTwoChoices, 50, 0)]
    [TestCase(BalanceAlgorithm.LeastRequests, 2, 0)]
    [TestCase(BalanceAlgorithm.LeastRequests, 16, 0)]
    [TestCase(BalanceAlgorithm.LeastRequests, 50, 0.001)]
    public void Busy_one_is_left_alone(BalanceAlgorithm algorithm, int count, double most)
    {
        var set = TestSets.Weighted([.. Enumerable.Repeat(1, count)]);
        set.Endpoints[1].Load.Begin();
        Assert.That(Choose(algorithm, set).Count(name => name == "1"), Is.LessThanOrEqualTo(most * Choices), $"seed {Seed}");
    }

    [TestCase(BalanceAlgorithm.PowerOfTwoChoices)]
    [TestCase(BalanceAlgorithm.LeastRequests)]
    public void Load_counts_for_the_weight(BalanceAlgorithm algorithm)
    {
        var set = TestSets.Weighted(1, 3);
        Load(set.Endpoints[0], 1);
        Load(set.Endpoints[1], 2);
        Assert.That(Choose(algorithm, set).Count(name => name == "1"), Is.GreaterThan(0.99 * Choices), "2 of 3 are less than 1 of 1");
        Load(set.Endpoints[1], 2);
        Assert.That(Choose(algorithm, set).Count(name => name == "0"), Is.GreaterThan(0.8 * Choices), "4 of 3 are more, where the light one is looked at");
    }

    [Test]
    public void Equal_ones_beside_a_busy_one_share_alike()
    {
        var set = TestSets.Weighted(1, 1, 1, 1, 1);
        Load(set.Endpoints[2], 1);
        var names = Choose(BalanceAlgorithm.LeastRequests, set);
        foreach (var name in new[] { "0", "1", "3", "4" })
        {
            Assert.That(names.Count(each => each == name), Is.InRange(0.2 * Choices, 0.3 * Choices), $"{name}, seed {Seed}");
        }
    }

    [Test]
    public void More_than_can_be_looked_at_are_sampled()
    {
        // Half of 100 are busy: all eight drawn are once in 256 times.
        var set = TestSets.Weighted([.. Enumerable.Repeat(1, 100)]);
        Array.ForEach(set.Endpoints[..50], endpoint => Load(endpoint, 1));
        Assert.That(Choose(BalanceAlgorithm.LeastRequests, set).Count(name => int.Parse(name, null) < 50), Is.InRange(1, 0.01 * Choices), $"seed {Seed}");
    }

    [Test]
    public void First_is_chosen_and_the_next_in_order_where_it_was_tried()
    {
        var (set, exchange, balancer) = (TestSets.Weighted(1, 1, 1, 1), new Exchange(), Balancers.Make(new() { Balance = BalanceAlgorithm.First }, loop: 0));
        for (var i = 0; i < 4; i++)
        {
            var chosen = EndpointChooser.Choose(balancer, set, exchange, Random)!;
            Assert.That(chosen.Name, Is.EqualTo($"{i}"));
            exchange.Attempts++;
            exchange.BeginTry(chosen);
            exchange.EndTry();
        }
    }

    private static void Load(Endpoint endpoint, int tries)
    {
        for (var i = 0; i < tries; i++)
        {
            endpoint.Load.Begin();
        }
    }

    private static string[] Choose(BalanceAlgorithm algorithm, EndpointSet set)
    {
        var (balancer, exchange) = (Balancers.Make(new() { Balance = algorithm }, loop: 0), new Exchange());
        return [.. Enumerable.Range(0, Choices).Select(_ => balancer.Choose(set, exchange, Random).Name)];
    }
}
