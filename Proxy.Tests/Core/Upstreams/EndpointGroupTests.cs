using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Core.Upstreams;

public class EndpointGroupTests
{
    private static readonly IPEndPoint Nine = new(IPAddress.Loopback, 9);

    [Test]
    public void Same_address_under_the_same_name_is_the_same_endpoint()
    {
        var group = GroupOf(1, out var a);
        Assert.That(group.FindOrMake("a", new IPEndPoint(IPAddress.Loopback, 9), new HashSet<Endpoint>()), Is.SameAs(a));
    }

    [TestCase("b", 9)]
    [TestCase("a", 10)]
    public void Any_difference_makes_another(string name, int port)
    {
        var group = GroupOf(1, out var a);
        Assert.That(group.FindOrMake(name, new IPEndPoint(IPAddress.Loopback, port), new HashSet<Endpoint>()), Is.Not.SameAs(a));
    }

    [Test]
    public void Endpoint_is_handed_out_once()
    {
        var group = GroupOf(1, out var a);
        var taken = new HashSet<Endpoint>();
        var (first, second) = (group.FindOrMake("a", Nine, taken), group.FindOrMake("a", Nine, taken));
        Assert.That((first == a, second == a), Is.EqualTo((true, false)));
    }

    [Test]
    public void Set_is_the_same_until_something_changes()
    {
        var group = GroupOf(2, out var a);
        var set = group.Set;
        Assert.That(group.Set, Is.SameAs(set));
        group.Replace(group.Options, [new EndpointMember(a, 3)]);
        Assert.That(group.Set, Is.Not.SameAs(set));
        Assert.That((group.Set.Endpoints.Single(), group.Set.Weights.Single(), set.Weights.Single()), Is.EqualTo((a, 3, 2)));
    }

    [Test]
    public void Only_the_lowest_priority_that_serves_is_chosen()
    {
        var group = GroupOf(1, out var a);
        var taken = new HashSet<Endpoint> { a };
        var (b, c) = (group.FindOrMake("b", Nine, taken), group.FindOrMake("c", Nine, taken));
        group.Replace(group.Options, [Of(a, 20), Of(b, 10), Of(c, 20)]);
        Assert.That(group.Set.Endpoints, Is.EqualTo((Endpoint[])[b]));
        group.SetDraining(b, true);
        Assert.That(group.Set.Endpoints, Is.EqualTo((Endpoint[])[a, c]));

        static EndpointMember Of(Endpoint endpoint, int priority) => new(endpoint, 1) { Priority = priority };
    }

    [Test]
    public void Draining_endpoint_stays_and_is_not_chosen()
    {
        var group = GroupOf(1, out var a);
        group.SetDraining(a, true);
        Assert.That((group.Set.Count, group.Members.Length, a.IsRemoved), Is.EqualTo((0, 1, false)));
        group.SetDraining(a, false);
        Assert.That(group.Set.Count, Is.EqualTo(1));
    }

    [Test]
    public void What_is_gone_is_gone_for_good()
    {
        var group = GroupOf(1, out var a);
        group.Replace(group.Options, []);
        Assert.That((group.Set.Count, a.IsRemoved), Is.EqualTo((0, true)));
        Assert.That(group.FindOrMake("a", Nine, new HashSet<Endpoint>()), Is.Not.SameAs(a));
    }

    [Test]
    public void Closed_group_serves_those_who_still_have_it()
    {
        var group = GroupOf(1, out var a);
        group.Close();
        Assert.That((group.Set.Endpoints.Single(), a.IsRemoved), Is.EqualTo((a, true)));
        Assert.That(group.FindOrMake("a", Nine, new HashSet<Endpoint>()), Is.Not.SameAs(a));
    }

    [Test]
    public void What_is_heard_after_the_closing_takes_nothing_from_them()
    {
        var group = GroupOf(1, out var a);
        group.Close();
        group.Refresh();
        Assert.That(group.Set.Endpoints.Single(), Is.SameAs(a));
    }

    private static EndpointGroup GroupOf(int weight, out Endpoint a)
    {
        var group = new EndpointGroup(new UpstreamOptions(), loops: 1);
        a = group.FindOrMake("a", Nine, new HashSet<Endpoint>());
        group.Replace(group.Options, [new EndpointMember(a, weight)]);
        return group;
    }
}
