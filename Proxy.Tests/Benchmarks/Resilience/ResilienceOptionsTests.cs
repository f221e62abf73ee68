using NUnit.Framework;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class ResilienceOptionsTests
{
    [Test]
    public void Everything_is_tried_by_default()
    {
        var options = ResilienceOptionsParser.Parse([]);
        Assert.That((options.Rounds, options.Rate, options.Faults.Count, options.Parts.Count), Is.EqualTo((20, 5000, 5, 4)));
        Assert.That(options.Peers, Is.SubsetOf(PeerCatalog.Names));
    }

    [Test]
    public void What_is_asked_for_is_taken_in_its_own_order()
    {
        var options = ResilienceOptionsParser.Parse(
            ["--events", "pause, kill", "--peers", "haproxy,ours", "--rounds", "2", "--rate", "500", "--during", "1", "--output", "x", "--parts", "storm"]);
        Assert.That(options.Faults.Select(fault => fault.Name), Is.EqualTo(new[] { "kill", "pause" }));
        Assert.That(options.Peers, Is.EqualTo(new[] { "ours", "haproxy" }));
        Assert.That((options.Rounds, options.OtherRounds, options.Rate, options.During, options.Output), Is.EqualTo((2, 1, 500, 1, "x")));
        Assert.That(options.Parts, Is.EqualTo(new[] { "storm" }));
    }

    [TestCase("--rounds", "0")]
    [TestCase("--rate")]
    [TestCase("--events", "flood")]
    [TestCase("--peers", "yarp")]
    [TestCase("--parts", "")]
    [TestCase("--quick")]
    public void What_is_not_understood_is_refused(params string[] args) =>
        Assert.That(() => ResilienceOptionsParser.Parse(args), Throws.TypeOf<CompareException>());
}
