using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Core.Routing;

[TestFixture]
public sealed class TrafficSplitTests
{
    private const ulong Seed = 91122;
    private const int Draws = 100_000;

    private static readonly Upstream[] Upstreams =
        [.. new[] { "api", "api-canary", "other", "more" }.Select(Make)];

    private static readonly int[][] Weights = [[95, 5], [1, 1], [1000, 1], [60, 30, 10], [1, 2, 3, 4], [0, 7, 0, 3]];

    [TestCaseSource(nameof(Weights))]
    public void Chance_gives_each_upstream_its_part(params int[] weights)
    {
        var (split, random) = (Split(weights), new LoopRandom(Seed));
        Assert.That(Misfit(weights, _ => split.Choose(random)), Is.LessThan(Critical(weights)), $"seed {Seed}");
    }

    [TestCaseSource(nameof(Weights))]
    public void Keys_give_each_upstream_its_part(params int[] weights)
    {
        var split = Split(weights);
        foreach (var kind in new[] { "{0}", "user-{0}", "{0}-0f8fad5b-d9cb-469f-a165-70867728950e" })
        {
            Assert.That(Misfit(weights, i => split.Choose(Key(kind, i))), Is.LessThan(Critical(weights)), kind);
        }
    }

    [Test]
    public void Raising_a_weight_moves_keys_there_and_none_between_the_others()
    {
        var present = Enumerable.Range(0, 2000).Select(i => Split(50, 0, 30, 20).Choose(Key("user-{0}", i))).ToArray();
        foreach (var weight in new[] { 1, 5, 50, 300, 1000 })
        {
            // In another order as well: it does not count.
            var split = Split(new SplitShareOptions("more", 20), new("other", 30), new("api-canary", weight), new("api", 50));
            var moved = 0;
            for (var i = 0; i < present.Length; i++)
            {
                var chosen = split.Choose(Key("user-{0}", i));
                Assert.That(chosen, Is.SameAs(present[i]).Or.SameAs(Upstreams[1]), $"key {i} at weight {weight}");
                moved += chosen == present[i] ? 0 : 1;
                present[i] = chosen;
            }

            Assert.That(moved, Is.Positive, $"at weight {weight}");
        }
    }

    [Test]
    public void Weight_of_none_gets_none()
    {
        var (split, random) = (Split(0, 1), new LoopRandom(Seed));
        Assert.That(Enumerable.Range(0, 1000).Select(i => split.Choose(Key("{0}", i))), Is.All.SameAs(Upstreams[1]));
        Assert.That(Enumerable.Range(0, 1000).Select(_ => split.Choose(random)), Is.All.SameAs(Upstreams[1]));
    }

    private static TrafficSplit Split(params int[] weights) => Split([.. weights.Select((weight, i) => new SplitShareOptions(Upstreams[i].Options.Name, weight))]);

    private static TrafficSplit Split(params SplitShareOptions[] shares) =>
        new(new SplitOptions { Upstreams = shares, StickyBy = "{cookie.user}" }, TemplateScope.Global, Upstreams);

    private static ulong Key(string kind, int i) => StableHash.Of(Encoding.ASCII.GetBytes(kind.Replace("{0}", $"{i}", StringComparison.Ordinal)));

    // Pearson's χ²: how far what came is from what was to come.
    private static double Misfit(int[] weights, Func<int, Upstream> choose)
    {
        var counts = new int[weights.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[choose(i).Id]++;
        }

        var misfit = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var expected = (double)Draws * weights[i] / weights.Sum();
            Assert.That(counts[i], weights[i] == 0 ? Is.Zero : Is.Positive, $"of upstream {i}");
            misfit += expected == 0 ? 0 : (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        return misfit;
    }

    // What a fair choice goes past once in a thousand times, by degrees of freedom.
    private static Upstream Make(string name, int id)
    {
        var options = new UpstreamOptions { Name = name };
        return new Upstream(id, options, new EndpointGroup(options, loops: 0), []);
    }

    private static double Critical(int[] weights) => weights.Count(weight => weight > 0) switch
    {
        2 => 10.83,
        3 => 13.82,
        4 => 16.27,
        var upstreams => throw new ArgumentException($"No value for {upstreams} upstreams.", nameof(weights)),
    };
}
