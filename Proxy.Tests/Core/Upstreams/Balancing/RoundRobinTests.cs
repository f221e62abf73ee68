using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class RoundRobinTests
{
    private static readonly Endpoint A = Named("a");
    private static readonly Endpoint B = Named("b");
    private static readonly Endpoint C = Named("c");

    [Test]
    public void Weights_decide_how_often_and_turns_are_spread() =>
        Assert.That(Choose(new RoundRobin(Of((A, 2), (B, 1)), start: 0), 6), Is.EqualTo("abaaba"));

    [Test]
    public void Successor_goes_on_with_the_next_in_turn()
    {
        var balancer = new RoundRobin(Of((A, 1), (B, 1), (C, 1)), start: 0);
        Assert.That(Choose(balancer, 1), Is.EqualTo("a"));
        Assert.That(Choose(balancer.Succeed(Of((C, 1), (A, 1), (B, 1))), 2), Is.EqualTo("cb"), "those that had not had their turn");
    }

    [Test]
    public void New_endpoint_takes_its_share_from_the_first_round_on()
    {
        var balancer = new RoundRobin(Of((A, 1), (B, 1)), start: 0);
        Choose(balancer, 7);
        Assert.That(Choose(balancer.Succeed(Of((A, 1), (B, 1), (C, 1))), 30).Count(name => name == 'c'), Is.InRange(9, 11));
    }

    [Test]
    public void Shares_are_right_after_any_number_of_changes()
    {
        IBalancer balancer = new RoundRobin(Of((A, 1), (B, 1000)), start: 0);
        for (var i = 0; i < 500; i++)
        {
            Choose(balancer, i % 7);
            balancer = balancer.Succeed(i % 2 == 0 ? Of((A, 1000), (C, 3)) : Of((B, 1000), (A, 1)));
        }

        var chosen = Choose(balancer.Succeed(Of((A, 1), (B, 1), (C, 2))), 40);
        Assert.That(chosen.Count(name => name == 'a'), Is.InRange(9, 11));
        Assert.That(chosen.Count(name => name == 'c'), Is.InRange(19, 21));
    }

    private static string Choose(IBalancer balancer, int times) => string.Concat(Enumerable.Range(0, times).Select(_ => balancer.Choose(null).Name));

    private static Endpoint Named(string name) => new(name[0] - 'a', name, new IPEndPoint(IPAddress.Loopback, name[0]));

    private static Upstream Of(params (Endpoint, int)[] endpoints) => new(0, new UpstreamOptions(), endpoints);
}
