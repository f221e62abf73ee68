using NUnit.Framework;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class PeakEwmaTests
{
    private const ulong Seed = 808;

    private static readonly LoopRandom Random = new(Seed);

    [Test]
    public void Slow_endpoint_is_left_and_tried_again_after_a_while()
    {
        var set = Known(400, 400, 400);
        set.Endpoints[1].Load.Latency.Observe(80_000, now: 0);
        Assert.That(CountOf(1, set, now: 0), Is.LessThan(10), $"at once, seed {Seed}");
        Assert.That(CountOf(1, set, now: 10_000), Is.LessThan(10), "it is expected to be better, but not that much");

        // The others are heard of all the time; of the slow one nothing, for two minutes.
        Observe(set.Endpoints[0], 400, 120_000);
        Observe(set.Endpoints[2], 400, 120_000);
        Assert.That(CountOf(1, set, now: 120_000), Is.GreaterThan(500), "it gets another chance");
    }

    [Test]
    public void Load_counts_as_often_as_latency()
    {
        var set = Known(100, 350);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(CountOf(0, set, now: 0), Is.GreaterThan(980), $"{i} in flight: {100 * (i + 1)} or 350");
            set.Endpoints[0].Load.Begin();
        }

        Assert.That(CountOf(1, set, now: 0), Is.GreaterThan(980), "400 or 350");
    }

    [Test]
    public void Weight_is_so_much_faster()
    {
        var set = TestSets.Weighted(1, 4);
        Observe(set.Endpoints[0], 100, 0);
        Observe(set.Endpoints[1], 300, 0);
        Assert.That(CountOf(1, set, now: 0), Is.GreaterThan(950));
    }

    [Test]
    public void Unknown_endpoint_gets_one_request_to_be_known_by()
    {
        var set = TestSets.Weighted(1, 1);
        Observe(set.Endpoints[0], 400, 0);
        Assert.That(CountOf(1, set, now: 0), Is.GreaterThan(980));
        set.Endpoints[1].Load.Begin();
        Assert.That(CountOf(1, set, now: 0), Is.LessThan(20));
    }

    private static EndpointSet Known(params long[] microseconds)
    {
        var set = TestSets.Weighted([.. microseconds.Select(_ => 1)]);
        for (var i = 0; i < microseconds.Length; i++)
        {
            Observe(set.Endpoints[i], microseconds[i], 0);
        }

        return set;
    }

    private static void Observe(Endpoint endpoint, long microseconds, long now) => endpoint.Load.Latency.Observe(microseconds, now);

    private static int CountOf(int index, EndpointSet set, long now)
    {
        var (balancer, exchange) = (new PeakEwma(), new Exchange());
        exchange.Times.BeginTry(now);
        return Enumerable.Range(0, 1000).Count(_ => balancer.Choose(set, exchange, Random) == set.Endpoints[index]);
    }
}
