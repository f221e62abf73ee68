using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Core.Upstreams;

public class EndpointRegistryTests
{
    private static readonly IPEndPoint Nine = new(IPAddress.Loopback, 9);
    private static readonly IPEndPoint Ten = new(IPAddress.Loopback, 10);

    [Test]
    public void Same_address_in_the_same_upstream_is_the_same_endpoint()
    {
        var first = new EndpointRegistry([]);
        var a = first.Take("a", "x:9", Nine);
        var registry = new EndpointRegistry([Of("a", a)]);
        Assert.That(registry.Take("a", "x:9", new IPEndPoint(IPAddress.Loopback, 9)), Is.SameAs(a));
    }

    [TestCase("b", "x:9", 9)]
    [TestCase("a", "y:9", 9)]
    [TestCase("a", "x:9", 10)]
    public void Any_difference_makes_another_under_another_number(string upstream, string name, int port)
    {
        var a = new EndpointRegistry([]).Take("a", "x:9", Nine);
        var other = new EndpointRegistry([Of("a", a)]).Take(upstream, name, new IPEndPoint(IPAddress.Loopback, port));
        Assert.That(other, Is.Not.SameAs(a));
        Assert.That(other.Id, Is.Not.EqualTo(a.Id));
    }

    [Test]
    public void Endpoint_is_handed_out_once()
    {
        var a = new EndpointRegistry([]).Take("a", "x:9", Nine);
        var registry = new EndpointRegistry([Of("a", a)]);
        var (first, second) = (registry.Take("a", "x:9", Nine), registry.Take("a", "x:9", Nine));
        Assert.That((first == a, second == a, first.Id == second.Id), Is.EqualTo((true, false, false)));
    }

    [Test]
    public void Numbers_stay_low_however_often_endpoints_change()
    {
        Upstream[] present = [];
        for (var i = 0; i < 1000; i++)
        {
            var registry = new EndpointRegistry(present);
            present = [Of("a", registry.Take("a", "kept", Ten), registry.Take("a", $"new{i}", Nine))];
            Assert.That(present[0].Endpoints.Max(endpoint => endpoint.Id), Is.LessThan(4));
            Assert.That(present[0].Endpoints.Select(endpoint => endpoint.Id), Is.Unique);
        }
    }

    private static Upstream Of(string name, params Endpoint[] endpoints) =>
        new(0, new UpstreamOptions { Name = name }, [.. endpoints.Select(endpoint => (endpoint, 1))]);
}
