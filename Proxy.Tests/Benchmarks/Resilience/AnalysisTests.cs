using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Watch;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class AnalysisTests
{
    private const long Second = 1_000_000_000;

    [TestCase(0.5, 50)]
    [TestCase(0.99, 99)]
    [TestCase(0.991, 100)]
    [TestCase(1, 100)]
    [TestCase(0, 1)]
    public void A_percentile_is_the_value_of_its_rank(double share, int expected) =>
        Assert.That(Percentile.Of(Enumerable.Range(1, 100).Reverse(), share), Is.EqualTo(expected));

    [Test]
    public void Few_values_have_percentiles_and_none_have_none()
    {
        Assert.That(Percentile.Of([7], 0.99), Is.EqualTo(7));
        Assert.That(Percentile.Of([1, 2, 3], 0.5), Is.EqualTo(2));
        Assert.That(Percentile.Of([], 0.5), Is.Null);
    }

    [Test]
    public void A_slot_has_the_percentile_of_the_requests_meant_for_it()
    {
        var record = new LoadRecord(new Pacer(0, 1000), 1000);
        foreach (var number in record.Numbers)
        {
            // Long responses are slow by intent; in the third quarter two of a hundred others are slow as well.
            var isSlow = number is > 500 and <= 750 && number % 50 == 2;
            var microseconds = Traffic.IsLong(number) ? 900_000 : isSlow ? 40_000 : 2_000;
            record.NoteEnd(number, Outcome.Ok, 200, record.Pacer.IntendedAt(number) + microseconds * 1000L);
        }

        Assert.That(LatencySlots.P99(record, 0, Second), Is.EqualTo(new[] { 2_000, 2_000, 40_000, 2_000 }));
    }

    [TestCase("bbggggg", 2)]
    [TestCase("bgbgggb", 3)]
    [TestCase("gggbbbb", 0)]
    [TestCase("ggbggbgg", null)]
    [TestCase("", null)]
    public void A_recovery_is_the_beginning_of_a_good_run(string slots, int? expected) =>
        Assert.That(Recovery.FirstRun(slots.ToCharArray(), 3, slot => slot == 'g'), Is.EqualTo(expected));

    [Test]
    public void Traffic_stops_with_the_last_that_is_more_than_probes()
    {
        Arrivals[] samples = [new(Second, 50), new(Second + 100_000_000, 3), new(Second + 200_000_000, 2), new(2 * Second, 0), new(4 * Second, 99)];
        Assert.That(TrafficStop.After(samples, Second, 3 * Second), Is.EqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Traffic_that_goes_on_never_stops()
    {
        Assert.That(TrafficStop.After([new Arrivals(3 * Second - 1000, 3)], Second, 3 * Second), Is.Null);
        Assert.That(TrafficStop.After([], Second, 3 * Second), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_share_is_told_by_groups_of_slots()
    {
        int[][] arrivals = [[9, 9, 0, 1, 2, 3, 7], [9, 9, 2, 3, 4, 3, 7]];
        Assert.That(ShareCurve.Of(arrivals, origin: 0, first: 2, group: 2), Is.EqualTo(new[] { 1.0 / 6, 5.0 / 12 }).Within(1e-9));
        Assert.That(ShareCurve.Of([[0, 0], [0, 0]], 0, 0, 2), Is.EqualTo(new[] { 0.0 }));
    }
}
