using NUnit.Framework;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class RoundRobinTests
{
    private static readonly Endpoint A = TestSets.Named("a");
    private static readonly Endpoint B = TestSets.Named("b");
    private static readonly Endpoint C = TestSets.Named("c");
    private static readonly Exchange Anything = new();
    private static readonly LoopRandom Random = new(1);

    [Test]
    public void Weights_decide_how_often_and_turns_are_spread() =>
        Assert.That(Choose(new RoundRobin(start: 0), TestSets.Of((A, 2), (B, 1)), 6), Is.EqualTo("abaaba"));

    [Test]
    public void Loops_do_not_march_in_step()
    {
        var set = TestSets.Of((A, 1), (B, 1), (C, 1));
        Assert.That(Enumerable.Range(0, 4).Select(start => Choose(new RoundRobin(start), set, 3)), Is.EqualTo(new[] { "abc", "bca", "cab", "abc" }));
    }

    [Test]
    public void Other_set_goes_on_with_the_next_in_turn()
    {
        var balancer = new RoundRobin(start: 0);
        Assert.That(Choose(balancer, TestSets.Of((A, 1), (B, 1), (C, 1)), 1), Is.EqualTo("a"));
        Assert.That(Choose(balancer, TestSets.Of((C, 1), (A, 1), (B, 1)), 2), Is.EqualTo("bc"), "those that had not had their turn");
    }

    [Test]
    public void New_endpoint_takes_its_share_from_the_first_round_on()
    {
        var balancer = new RoundRobin(start: 0);
        Choose(balancer, TestSets.Of((A, 1), (B, 1)), 7);
        Assert.That(Choose(balancer, TestSets.Of((A, 1), (B, 1), (C, 1)), 30).Count(name => name == 'c'), Is.InRange(9, 11));
    }

    [Test]
    public void Shares_are_right_after_any_number_of_changes()
    {
        var balancer = new RoundRobin(start: 0);
        var set = TestSets.Of((A, 1), (B, 1000));
        for (var i = 0; i < 500; i++)
        {
            Choose(balancer, set, i % 7);
            set = i % 2 == 0 ? TestSets.Of((A, 1000), (C, 3)) : TestSets.Of((B, 1000), (A, 1));
        }

        var chosen = Choose(balancer, TestSets.Of((A, 1), (B, 1), (C, 2)), 40);
        Assert.That(chosen.Count(name => name == 'a'), Is.InRange(9, 11));
        Assert.That(chosen.Count(name => name == 'c'), Is.InRange(19, 21));
    }

    private static string Choose(RoundRobin balancer, EndpointSet set, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(_ => balancer.Choose(set, Anything, Random).Name));
}
