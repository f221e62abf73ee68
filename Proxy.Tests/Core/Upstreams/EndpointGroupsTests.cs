using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Tests.Core.Upstreams;

public class EndpointGroupsTests
{
    [Test]
    public void Upstream_of_the_same_name_keeps_its_group()
    {
        var groups = new EndpointGroups(loops: 1, new SourceKit(NullLogger.Instance, TimeProvider.System, Random.Shared));
        var (a, b) = (Make(groups, 0, "a"), Make(groups, 1, "b"));
        groups.Begin([a, b]);
        Assert.That(groups.FindOrMake(new UpstreamOptions { Name = "b" }), Is.SameAs(b.Group));
        Assert.That(groups.FindOrMake(new UpstreamOptions { Name = "c" }), Is.Not.SameAs(b.Group));
    }

    [Test]
    public void Nothing_runs_before_it_is_begun()
    {
        var groups = new EndpointGroups(loops: 1, new SourceKit(NullLogger.Instance, TimeProvider.System, Random.Shared));
        var planned = Make(groups, 0, "a");
        Assert.That(planned.Group.Set.Count, Is.Zero);
        groups.Begin([planned]);
        Assert.That(planned.Group.Set.Endpoints, Is.EqualTo(planned.Endpoints));
    }

    [Test]
    public void Upstream_that_is_gone_takes_its_endpoints_with_it()
    {
        var groups = new EndpointGroups(loops: 1, new SourceKit(NullLogger.Instance, TimeProvider.System, Random.Shared));
        var (a, b) = (Make(groups, 0, "a"), Make(groups, 1, "b"));
        groups.Begin([a, b]);
        groups.Begin([b]);
        Assert.That((a.Endpoints[0].IsRemoved, b.Endpoints[0].IsRemoved), Is.EqualTo((true, false)));
        Assert.That(groups.FindOrMake(a.Options), Is.Not.SameAs(a.Group));
    }

    private static Upstream Make(EndpointGroups groups, int id, string name)
    {
        var options = new UpstreamOptions { Name = name };
        var group = groups.FindOrMake(options);
        return new Upstream(id, options, group, [new EndpointMember(group.FindOrMake("x:9", new IPEndPoint(IPAddress.Loopback, 9), new HashSet<Endpoint>()), 1)]);
    }
}
