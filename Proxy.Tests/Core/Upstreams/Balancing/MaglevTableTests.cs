using NUnit.Framework;
using Proxy.Core.Routing;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class MaglevTableTests
{
    private const int Keys = 100_000;

    private static readonly ulong[] Hashes = [.. Enumerable.Range(0, Keys).Select(i => StableHash.Of(BitConverter.GetBytes(i)))];

    [TestCase(1, 1)]
    [TestCase(1, 2, 3, 4)]
    [TestCase(95, 5)]
    [TestCase(7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 30)]
    public void Keys_share_by_weight(params int[] weights)
    {
        var set = TestSets.Weighted(weights);
        var table = new MaglevTable(set.Endpoints, weights);
        Fairness.Check(weights, Keys, i => table.IndexOf(Hashes[i]), "stable hashes of 0 to 99,999");
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(30)]
    [TestCase(100)]
    [TestCase(1000)]
    public void Who_comes_or_goes_moves_its_own_share_and_hardly_more(int count)
    {
        var all = TestSets.Weighted([.. Enumerable.Repeat(1, count)]);
        var gone = count / 2;
        EndpointSet rest = new([.. all.Endpoints.Where((_, i) => i != gone)], [.. all.Weights.Skip(1)]);
        var (before, after) = (new MaglevTable(all.Endpoints, all.Weights), new MaglevTable(rest.Endpoints, rest.Weights));
        var (moved, between) = (0, 0);
        foreach (var hash in Hashes)
        {
            var (was, now) = (all.Endpoints[before.IndexOf(hash)], rest.Endpoints[after.IndexOf(hash)]);
            moved += was == now ? 0 : 1;
            between += was == now || was == all.Endpoints[gone] ? 0 : 1;
        }

        Assert.That((double)moved / Keys, Is.LessThanOrEqualTo((1.0 / count) + 0.1), "as is asked for");
        Assert.That((double)between / Keys, Is.LessThan(0.02), "and much less between the others");
    }

    [Test]
    public void Order_and_common_factors_of_weights_do_not_count()
    {
        var (a, b, c) = (TestSets.Named("a"), TestSets.Named("b"), TestSets.Named("c"));
        Endpoint[] one = [a, b, c], other = [c, a, b];
        var (first, second) = (new MaglevTable(one, [1, 2, 3]), new MaglevTable(other, [30, 10, 20]));
        Assert.That(Hashes.Count(hash => one[first.IndexOf(hash)] != other[second.IndexOf(hash)]), Is.Zero);
    }

    [Test]
    public void Endpoint_that_is_named_twice_has_two_shares()
    {
        Endpoint[] endpoints = [TestSets.Named("a"), TestSets.Named("b"), TestSets.Named("a")];
        var table = new MaglevTable(endpoints, [1, 1, 1]);
        Fairness.Check([1, 1, 1], Keys, i => table.IndexOf(Hashes[i]), "one of them twice");
    }

    [Test]
    public void Same_table_in_every_process()
    {
        var table = new MaglevTable(TestSets.Weighted(1, 1, 2).Endpoints, [1, 1, 2]);
        Assert.That(string.Concat(Hashes.Take(24).Select(table.IndexOf)), Is.EqualTo("220022210100022100010020"), "kept from another one");
    }
}
