using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams.Retrying;

namespace Proxy.Tests.Core.Upstreams.Retrying;

public class RetryRulesTests
{
    private const ulong Seed = 20260110;

    [TestCase(1, 25)]
    [TestCase(2, 50)]
    [TestCase(4, 200)]
    [TestCase(5, 250)]
    [TestCase(9, 250)]
    public void Waits_lie_anywhere_up_to_a_bound_that_doubles(int tries, int most)
    {
        var (rules, random) = (new RetryRules(new() { Attempts = 10, BackOff = new() }), new LoopRandom(Seed));
        var waits = Enumerable.Range(0, 100_000).Select(_ => rules.BackOff(tries, random)).ToArray();
        Assert.That((waits.Min(), waits.Max()), Is.EqualTo((0, most)), $"seed {Seed}");
        Assert.That(waits.Average(), Is.EqualTo(most / 2.0).Within(1), $"seed {Seed}");
    }

    [Test]
    public void Nothing_waits_that_was_not_told_to() => Assert.That(new RetryRules(new()).BackOff(3, new LoopRandom(Seed)), Is.Zero);

    [TestCase(399, false)]
    [TestCase(400, true)]
    [TestCase(503, true)]
    [TestCase(504, false)]
    [TestCase(599, true)]
    [TestCase(600, false)]
    [TestCase(200, false)]
    public void Only_listed_statuses_are_dropped(int status, bool isDropped) =>
        Assert.That(new RetryRules(new() { Statuses = [400, 503, 599] }).Drops(status), Is.EqualTo(isDropped));

    [Test]
    public void One_try_alone_drops_and_keeps_nothing()
    {
        var rules = new RetryRules(new() { Attempts = 1, Statuses = [503], MaxBodyBytes = 1000 });
        Assert.That((rules.Drops(503), rules.MaxBodyBytes), Is.EqualTo((false, 0)));
    }

    [Test]
    public void Route_says_only_what_differs()
    {
        var upstream = new RetryOptions { Attempts = 4, Statuses = [503], MaxBodyBytes = 7, Budget = new() { Percent = 1 } };
        Assert.That(new RouteRetryOptions().Over(upstream), Is.EqualTo(upstream));
        Assert.That(new RouteRetryOptions { Attempts = 1, Statuses = [] }.Over(upstream), Is.EqualTo(upstream with { Attempts = 1, Statuses = [] }));
    }
}
