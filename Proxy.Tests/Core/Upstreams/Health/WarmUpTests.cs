using NUnit.Framework;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Tests.Core.Upstreams.Health;

public class WarmUpTests
{
    [TestCase(0, 5)]
    [TestCase(499, 5)]
    [TestCase(500, 10)]
    [TestCase(5_000, 55)]
    [TestCase(9_499, 95)]
    [TestCase(9_500, 100)]
    [TestCase(20_000, 100)]
    public void Weight_grows_in_equal_steps(long elapsed, int percent) => Assert.That(WarmUp.Percent(1000, 1000 + elapsed, 10_000), Is.EqualTo(percent));

    [Test]
    public void All_of_it_is_there_where_nothing_warms_up()
    {
        Assert.That(WarmUp.Percent(1000, 1000, 0), Is.EqualTo(100));
        Assert.That(WarmUp.Percent(WarmUp.Never, 0, 10_000), Is.EqualTo(100));
        Assert.That(WarmUp.NextStep(1000, 1000, 0), Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void Every_step_is_announced([Values(1, 7, 20, 999, 10_000)] long length)
    {
        var (now, percents) = (5L, new List<int>());
        while (now != long.MaxValue)
        {
            percents.Add(WarmUp.Percent(5, now, length));
            var next = WarmUp.NextStep(5, now, length);
            Assert.That(next, Is.GreaterThan(now));
            Assert.That(WarmUp.Percent(5, next - 1, length), Is.EqualTo(percents[^1]), "nothing changes before");
            now = next;
        }

        Assert.That(percents, Is.Ordered.Ascending);
        Assert.That((percents[0], percents[^1]), Is.EqualTo((5, 100)));
    }
}
