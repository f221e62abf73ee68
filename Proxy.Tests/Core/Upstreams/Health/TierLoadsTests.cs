using NUnit.Framework;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Tests.Core.Upstreams.Health;

public class TierLoadsTests
{
    [TestCase(new[] { 1.0, 1.0 }, new[] { 1.0, 0.0 }, TestName = "All goes to the first that is well")]
    [TestCase(new[] { 0.7, 1.0 }, new[] { 1.0, 0.0 }, TestName = "As long as it is at the threshold")]
    [TestCase(new[] { 0.35, 1.0 }, new[] { 0.5, 0.5 }, TestName = "Below it the missing part goes to the next")]
    [TestCase(new[] { 0.0, 1.0 }, new[] { 0.0, 1.0 }, TestName = "All of it where nobody is left")]
    [TestCase(new[] { 0.35, 0.14, 1.0 }, new[] { 0.5, 0.2, 0.3 }, TestName = "And on to the one behind")]
    [TestCase(new[] { 0.35, 0.07 }, new[] { 5 / 6.0, 1 / 6.0 }, TestName = "What nobody has room for is divided as what they have")]
    [TestCase(new[] { 0.0, 0.0 }, new[] { 0.0, 0.0 }, TestName = "Nobody bears anything where nobody is well")]
    public void Loads_are(double[] healthy, double[] loads) => Assert.That(TierLoads.Divide(healthy, 0.7), Is.EqualTo(loads).Within(1e-9));

    [Test]
    public void Everything_is_placed_whatever_the_health([Random(20)] int seed)
    {
        var random = new Random(seed);
        var healthy = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.NextDouble()).ToArray();
        var loads = TierLoads.Divide(healthy, random.Next(1, 101) / 100.0);
        Assert.That(loads.Sum(), Is.EqualTo(1).Within(1e-9), $"seed {seed}");
        Assert.That(loads, Is.All.GreaterThanOrEqualTo(0), $"seed {seed}");
    }
}
