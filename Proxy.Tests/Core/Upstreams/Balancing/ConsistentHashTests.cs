using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Core.Policies;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class ConsistentHashTests
{
    private const ulong Seed = 1234;

    private static readonly LoopRandom Random = new(Seed);

    [TestCase("{header.X-Key}", "GET / HTTP/1.1\r\nHost: a\r\nX-Key: {0}")]
    [TestCase("{cookie.user}", "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b; user={0}")]
    [TestCase("{path}", "GET /{0} HTTP/1.1\r\nHost: a")]
    [TestCase("{query.id}", "GET /?x&id={0} HTTP/1.1\r\nHost: a")]
    [TestCase("{host}/{path}", "GET /{0} HTTP/1.1\r\nHost: a")]
    public void Same_key_goes_to_the_same_endpoint_on_every_loop(string key, string head)
    {
        var group = GroupOf(new() { Key = key }, 1, 1, 1, 1, 1);
        var (balancer, other) = (Make(group), Make(group));
        var seen = new HashSet<Endpoint>();
        for (var i = 0; i < 50; i++)
        {
            var exchange = PolicyExchange.Of(head.Replace("{0}", $"k{i}", StringComparison.Ordinal));
            var chosen = balancer.Choose(group.Set, exchange, Random);
            seen.Add(chosen);
            Assert.That(other.Choose(group.Set, exchange, Random), Is.SameAs(chosen));
        }

        Assert.That(seen, Has.Count.EqualTo(5), "all have some");
    }

    [TestCase(101, 1, 1)]
    [TestCase(125, 1, 1, 1, 1)]
    [TestCase(125, 1, 2, 3)]
    [TestCase(150, 1000, 1, 1)]
    public void Nobody_has_more_than_its_share_and_some_whatever_comes_and_goes(int percent, params int[] weights)
    {
        // One key in two is the same.
        var group = GroupOf(new() { Key = "{header.X-Key}", MaxLoadPercent = percent }, weights);
        var (balancer, hot, flying) = (Make(group), Keyed("hot"), new List<Exchange>());
        for (var i = 0; i < 4000; i++)
        {
            if (flying.Count > 200 || (flying.Count > 0 && Random.Next(3) == 0))
            {
                var at = Random.Next(flying.Count);
                flying[at].EndTry();
                flying.RemoveAt(at);
                continue;
            }

            var endpoint = balancer.Choose(group.Set, i % 2 == 0 ? hot : Keyed($"{i % 97}"), Random);
            var exchange = new Exchange();
            exchange.BeginTry(endpoint);
            flying.Add(exchange);
            var most = Math.Ceiling(percent / 100.0 * flying.Count * weights[int.Parse(endpoint.Name, null)] / weights.Sum());
            Assert.That(endpoint.Load.InFlight, Is.LessThanOrEqualTo(most), $"of {flying.Count}, seed {Seed}");
        }
    }

    [Test]
    public void Key_whose_endpoint_is_full_goes_to_the_same_next_one_and_comes_back()
    {
        var group = GroupOf(new() { Key = "{header.X-Key}" }, 1, 1, 1, 1);
        var (balancer, exchange) = (Make(group), Keyed("hot"));
        var home = balancer.Choose(group.Set, exchange, Random);
        var busy = new Exchange();
        busy.BeginTry(home);
        var next = balancer.Choose(group.Set, exchange, Random);
        Assert.That(next, Is.Not.SameAs(home), "1 of 2 is more than 125 % of a fourth, rounded up");
        Assert.That(balancer.Choose(group.Set, exchange, Random), Is.SameAs(next));
        busy.EndTry();
        Assert.That(balancer.Choose(group.Set, exchange, Random), Is.SameAs(home));
    }

    [Test]
    public void Other_that_is_tried_is_the_same_for_a_key()
    {
        var group = GroupOf(new() { Key = "{header.X-Key}", MaxLoadPercent = 10_000 }, [.. Enumerable.Repeat(1, 20)]);
        var others = Enumerable.Range(0, 20).Select(_ =>
        {
            var exchange = Keyed("k");
            exchange.Attempts = 1;
            exchange.BeginTry(EndpointChooser.Choose(Make(group), group.Set, exchange, Random)!);
            exchange.EndTry();
            return EndpointChooser.Choose(Make(group), group.Set, exchange, Random)!.Name;
        });
        Assert.That(others.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Set_without_a_table_is_left_to_chance()
    {
        var set = TestSets.Weighted(1, 1);
        var balancer = Balancers.Make(new() { Balance = BalanceAlgorithm.ConsistentHash, Hash = new() { Key = "{header.X-Key}" } }, loop: 0);
        Assert.That(Enumerable.Range(0, 100).Select(_ => balancer.Choose(set, Keyed("k"), Random)).Distinct().Count(), Is.EqualTo(2));
    }

    private static EndpointGroup GroupOf(HashOptions hash, params int[] weights) =>
        TestSets.GroupOf(new() { Balance = BalanceAlgorithm.ConsistentHash, Hash = hash }, weights);

    private static IBalancer Make(EndpointGroup group) => Balancers.Make(group.Options, loop: 0);

    private static Exchange Keyed(string key) => PolicyExchange.Of($"GET / HTTP/1.1\r\nHost: a\r\nX-Key: {key}");
}
