using NUnit.Framework;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Tests.Core.Upstreams.Limits;

/// <summary>The limit before a simulated server of 20 workers, 10 ms each: 2,000 requests a second.</summary>
public class AdaptiveLimitTests
{
    private const int Workers = 20;
    private const double Peak = 2_000;

    [Test]
    public void Settles_a_little_above_capacity_under_three_times_the_load([Values(1, 2, 3)] int seed, [Values(110, 150)] int tolerance)
    {
        var most = tolerance == 110 ? 1.5 : 2;
        var limit = new AdaptiveLimit(new() { Tolerance = tolerance });
        var server = ServerBehind(limit, seed);
        server.Run(5, 3 * Peak);
        for (var second = 0; second < 60; second++)
        {
            server.Run(1, 3 * Peak);
            Assert.That(limit.Limit, Is.InRange(Workers * 0.2, Workers * most), $"after {second} s");
            Assert.That(server.Slowest, Is.LessThan(50_000), "of those let in nobody queues for long");
        }

        server.Run(30, 3 * Peak);
        Assert.That(server.Answered / (30 * Peak), Is.GreaterThan(0.95), "it does as much as it can");
    }

    [Test]
    public void Follows_a_capacity_that_falls_and_rises([Values(1, 2, 3)] int seed)
    {
        var limit = new AdaptiveLimit(new());
        var server = ServerBehind(limit, seed);
        server.Run(10, 3 * Peak);
        server.Workers = Workers / 4;
        server.Run(25, 3 * Peak);
        Assert.That(limit.Limit, Is.LessThanOrEqualTo(Workers * 0.75));
        server.Run(5, 3 * Peak);
        Assert.That(server.Answered / (5 * Peak / 4), Is.GreaterThan(0.9));
        server.Workers = Workers * 4;
        server.Run(15, 12 * Peak);
        Assert.That(limit.Limit, Is.GreaterThanOrEqualTo(Workers * 4 * 0.4));
        server.Run(5, 12 * Peak);
        Assert.That(server.Answered / (5 * Peak * 4), Is.GreaterThan(0.9));
    }

    [Test]
    public void Server_that_becomes_slower_in_itself_is_no_overload_for_long([Values(1, 2, 3)] int seed)
    {
        var limit = new AdaptiveLimit(new());
        var server = ServerBehind(limit, seed);
        server.Run(10, 3 * Peak);
        server.Service = 40_000;
        server.Run(60, 3 * Peak);
        server.Run(10, 3 * Peak);
        Assert.That(server.Answered / (10 * Peak / 4), Is.GreaterThan(0.9), "its least latency is another now");
    }

    [Test]
    public void Load_that_needs_little_is_never_refused_and_teaches_nothing([Values(1, 2, 3)] int seed)
    {
        var limit = new AdaptiveLimit(new() { InitialLimit = 40 });
        var server = ServerBehind(limit, seed);
        server.Run(30, 0.2 * Peak);
        Assert.That((server.Refused, limit.Limit), Is.EqualTo((0, 40)));
    }

    [Test]
    public void Many_failures_lower_it_and_few_do_not()
    {
        Assert.That(LimitAfter(failures: 1), Is.GreaterThanOrEqualTo(100));
        Assert.That(LimitAfter(failures: 10), Is.LessThan(10));
    }

    // A hundred at a time, all of which take as long, a window each.
    private static int LimitAfter(int failures)
    {
        var limit = new AdaptiveLimit(new() { InitialLimit = 100 });
        var second = System.Diagnostics.Stopwatch.Frequency;
        for (var now = second; now < 50 * second; now += second)
        {
            var begun = 0;
            while (begun < 100 && limit.TryBegin())
            {
                begun++;
            }

            for (var i = 0; i < begun; i++)
            {
                limit.End(now - (second / 100), i % 20 < failures ? TryOutcome.Failed : TryOutcome.Succeeded, now);
            }
        }

        return limit.Limit;
    }

    private static SimulatedServer ServerBehind(AdaptiveLimit limit, int seed) => new(limit, seed) { Workers = Workers, Service = 10_000 };
}
