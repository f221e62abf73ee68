using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Tests.Core.Upstreams.Health;

public class OutlierDetectorTests
{
    private static readonly Traffic Good = Of(100);

    [Test]
    public void Nobody_stands_out_among_equals() => Assert.That(Find(Good, Good, Good), Is.Empty);

    [Test]
    public void One_that_fails_more_than_its_siblings_does() =>
        Assert.That(Find(Good, Of(100, failed: 50), Good), Is.EqualTo(new[] { (1, EjectionCause.FailureRate) }));

    [Test]
    public void Below_the_rate_it_does_not() => Assert.That(Find(Good, Of(100, failed: 49), Good), Is.Empty);

    [Test]
    public void Few_requests_say_nothing() => Assert.That(Find(Good, Of(19, failed: 19), Good), Is.Empty);

    [Test]
    public void Nobody_stands_out_where_all_fail() => Assert.That(Find(Of(100, failed: 60), Of(100, failed: 90), Of(100, failed: 70)), Is.Empty);

    [Test]
    public void Of_two_the_worse_stands_out() => Assert.That(Find(Of(100, failed: 90), Of(100, failed: 10)), Is.EqualTo(new[] { (0, EjectionCause.FailureRate) }));

    [Test]
    public void Whoever_is_alone_is_compared_with_nobody() => Assert.That(Find(Of(100, failed: 100, latency: 1_000_000)), Is.Empty);

    [Test]
    public void One_that_is_much_slower_than_its_siblings_does() =>
        Assert.That(Find(Of(100, latency: 5000), Of(100, latency: 100_000), Of(100, latency: 10_000)), Is.EqualTo(new[] { (1, EjectionCause.Latency) }));

    [Test]
    public void Whatever_is_fast_enough_is_not_slow() => Assert.That(Find(Good, Of(100, latency: 99_900), Good), Is.Empty);

    [Test]
    public void Nobody_is_slow_where_all_are() => Assert.That(Find(Of(100, latency: 200_000), Of(100, latency: 1_900_000)), Is.Empty);

    [Test]
    public void One_that_owes_answers_and_gives_none_does() =>
        Assert.That(Find(Good, Silent(3, 10_000), Good), Is.EqualTo(new[] { (1, EjectionCause.Silence) }));

    [Test]
    public void Silence_needs_time_and_more_than_a_few() => Assert.That(Find(Good, Silent(2, 60_000), Silent(30, 9_999)), Is.Empty);

    [Test]
    public void Nobody_is_silent_where_all_are() => Assert.That(Find(Silent(30, 60_000), Silent(30, 60_000), Of(19)), Is.Empty);

    [Test]
    public void Worst_comes_first() =>
        Assert.That(
            Find(Of(100, failed: 60), Good, Good, Of(100, failed: 90), Good, Silent(9, 10_000)).Select(each => each.Index), Is.EqualTo(new[] { 5, 3, 0 }));

    [Test]
    public void What_is_off_finds_nobody()
    {
        var off = new PassiveHealthOptions { FailureRate = 0, LatencyFactor = 0, MaxSilence = TimeSpan.Zero };
        Assert.That(Find(off, Good, Of(100, failed: 100), Of(100, latency: 1_000_000), Silent(9, 100_000)), Is.Empty);
    }

    private static (int Index, EjectionCause Cause)[] Find(params Traffic[] traffic) => Find(new PassiveHealthOptions(), traffic);

    private static (int Index, EjectionCause Cause)[] Find(PassiveHealthOptions options, params Traffic[] traffic) =>
        [.. OutlierDetector.Find(traffic, new HealthPolicy(new UpstreamOptions { PassiveHealth = options })).Select(outlier => (outlier.Index, outlier.Cause))];

    private static Traffic Of(int requests, int failed = 0, int latency = 0) => new(new TryTotals(requests, requests, requests, failed, requests, latency), 0, 0);

    private static Traffic Silent(int unanswered, long silence) => new(default(TryTotals) with { Asked = unanswered }, unanswered, silence);
}
