using NUnit.Framework;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Core.Upstreams;

public class EndpointLatencyTests
{
    [Test]
    public void Bad_news_counts_at_once_and_good_news_over_time()
    {
        var latency = default(EndpointLatency);
        latency.Observe(200, now: 1000);
        latency.Observe(50_000, now: 1001);
        Assert.That(latency.Average, Is.EqualTo(50_000));
        latency.Observe(200, now: 1002);
        Assert.That(latency.Average, Is.InRange(49_990, 50_000), "a millisecond is nothing");
        latency.Observe(200, now: 11_002);
        Assert.That(latency.Average, Is.EqualTo(200 + (49_800 / Math.E)).Within(0.1).Percent, "ten seconds later a third is left");
    }

    [Test]
    public void Average_does_not_depend_on_how_often_it_is_fed()
    {
        var (often, seldom) = (default(EndpointLatency), default(EndpointLatency));
        often.Observe(10_000, now: 0);
        seldom.Observe(10_000, now: 0);
        for (var now = 1; now <= 10_000; now++)
        {
            often.Observe(400, now);
            often.Observe(300, now);
        }

        seldom.Observe(400, 10_000);
        Assert.That(often.Average, Is.EqualTo(seldom.Average).Within(1).Percent);
    }

    [TestCase(0, 10_000, ExpectedResult = 37)]
    [TestCase(0, 100_000, ExpectedResult = 0)]
    [TestCase(1, 10_000, ExpectedResult = 85)]
    [TestCase(0, -50, ExpectedResult = 100)]
    public int Silence_is_forgotten_slower_while_something_is_under_way(int inFlight, long later)
    {
        var latency = default(EndpointLatency);
        latency.Observe(100, now: 5000);
        return (int)Math.Round(latency.Expected(5000 + later, inFlight));
    }

    [Test]
    public void Time_may_go_round()
    {
        var latency = default(EndpointLatency);
        latency.Observe(1000, now: uint.MaxValue - 5);
        Assert.That(latency.Expected(uint.MaxValue + 9_995L, 0), Is.EqualTo(1000 / Math.E).Within(1).Percent);
    }

    [Test]
    public void What_many_see_at_once_is_no_mix_of_halves()
    {
        var endpoint = new Holder();
        Parallel.For(0, 4, worker =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                endpoint.Latency.Observe(1000 + worker, i / 100);
                var average = endpoint.Latency.Average;
                if (average is < 1000 or > 1003)
                {
                    throw new InvalidOperationException($"{average}");
                }
            }
        });
        Assert.That(endpoint.Latency.Average, Is.InRange(1000, 1003));
    }

    private sealed class Holder
    {
        public EndpointLatency Latency;
    }
}
