using NUnit.Framework;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class EndpointChooserTests
{
    private static readonly LoopRandom Random = new(7);

    [Test]
    public void Nobody_is_chosen_where_nobody_is() =>
        Assert.That(EndpointChooser.Choose(new Stubborn(), EndpointSet.Empty, new Exchange(), Random), Is.Null);

    [TestCase(2)]
    [TestCase(10)]
    public void Every_endpoint_is_tried_before_one_is_tried_twice(int count)
    {
        var (set, exchange) = (TestSets.Weighted([.. Enumerable.Repeat(1, count)]), new Exchange());
        var tried = Enumerable.Range(0, count).Select(_ => Try(set, exchange)).ToArray();
        Assert.That(tried, Is.Unique);
        Assert.That(tried[0], Is.SameAs(set.Endpoints[0]), "the balancer's own choice");
        Assert.That(set.Endpoints, Does.Contain(Try(set, exchange)), "and then any is better than none");
    }

    [Test]
    public void Load_is_what_is_being_tried()
    {
        var (set, exchange) = (TestSets.Weighted(1, 1), new Exchange());
        var first = Try(set, exchange);
        Assert.That(first.Load.InFlight, Is.Zero, "its try is over");
        exchange.BeginTry(first);
        Assert.That(first.Load.InFlight, Is.EqualTo(1));
        exchange.Reset();
        Assert.That(first.Load.InFlight, Is.Zero);
        Assert.That(exchange.WasTried(first), Is.False, "the next request knows nothing of it");
    }

    private static Endpoint Try(EndpointSet set, Exchange exchange)
    {
        exchange.Attempts++;
        exchange.BeginTry(EndpointChooser.Choose(new Stubborn(), set, exchange, Random)!);
        exchange.EndTry();
        return exchange.Endpoint!;
    }

    // Always the first.
    private sealed class Stubborn : IBalancer
    {
        public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random) => set.Endpoints[0];
    }
}
