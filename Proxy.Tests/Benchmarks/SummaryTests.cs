using NUnit.Framework;
using Proxy.Benchmarks.Compare.Results;

namespace Proxy.Tests.Benchmarks;

internal sealed class SummaryTests
{
    [TestCase(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [TestCase(new[] { 4.0, 1, 2, 3 }, 2.5, 1, 4)]
    [TestCase(new[] { 7.0 }, 7, 7, 7)]
    public void Median_and_extremes(double[] values, double median, double min, double max) =>
        Assert.That(Summary.Of(values), Is.EqualTo(new Summary(median, min, max)));

    [Test]
    public void Nothing_has_no_median() => Assert.That(() => Summary.Of([]), Throws.ArgumentException);

    [Test]
    public void Ratios_are_taken_within_rounds_before_their_median()
    {
        // The second round ran while the machine was busy: both cost ten times as much, and the ratio stays.
        var ours = Samples.Peer("ours", 20, 200, 22);
        var other = Samples.Peer("nginx", 30, 300, 22);
        Assert.That(other.CpuRatioTo(ours), Is.EqualTo(new Summary(1.5, 1, 1.5)));
    }
}
