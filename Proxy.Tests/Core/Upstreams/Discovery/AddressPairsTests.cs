using System.Net;
using NUnit.Framework;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Tests.Core.Upstreams.Discovery;

public class AddressPairsTests
{
    [Test]
    public void Order_does_not_matter() =>
        Assert.That(Pair("3 1 2", "b a", []), Is.EqualTo(Pair("2 3 1", "a b", [])));

    [Test]
    public void A_pair_stays_when_others_come_and_go()
    {
        var pairs = Pair("2 3", "b c", []);
        Assert.That(Text(pairs), Is.EqualTo("2b 3c"));
        pairs = Pair("1 2 3", "a b c", pairs);
        Assert.That(Text(pairs), Is.EqualTo("2b 3c 1a"));
        pairs = Pair("1 3", "a c b", pairs);
        Assert.That(Text(pairs), Is.EqualTo("3c 1a b"));
    }

    [Test]
    public void An_address_without_another_is_paired_when_one_comes()
    {
        var pairs = Pair("1", "", []);
        Assert.That(Text(pairs), Is.EqualTo("1"));
        Assert.That(Text(Pair("1", "a", pairs)), Is.EqualTo("1a"));
    }

    [Test]
    public void Addresses_named_twice_count_once() => Assert.That(Text(Pair("1 1", "", [])), Is.EqualTo("1"));

    private static IReadOnlyList<AddressPair> Pair(string v4, string v6, IReadOnlyList<AddressPair> previous) =>
        AddressPairs.Make(Parse(v4, "10.0.0."), Parse(v6, "fd00::"), previous);

    private static IEnumerable<IPAddress> Parse(string last, string prefix) =>
        last.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => IPAddress.Parse(prefix + each));

    private static string Text(IEnumerable<AddressPair> pairs) => string.Join(' ', pairs.Select(pair => Last(pair.Address) + Last(pair.Alternate)));

    private static string Last(IPAddress? address) => address?.ToString().Split('.', ':')[^1] ?? "";
}
