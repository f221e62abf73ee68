using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;

namespace Proxy.Tests.Kit;

/// <summary>Endpoints that nobody will ever ask, to choose from.</summary>
internal static class TestSets
{
    private static readonly EndpointGroup Group = new(new UpstreamOptions(), loops: 0);

    public static Endpoint Named(string name) => new(Group, name, new IPEndPoint(IPAddress.Loopback, 1), loops: 0);

    /// <summary>Endpoints of these weights, named 0, 1, 2 and so on.</summary>
    public static EndpointSet Weighted(params int[] weights) => new([.. weights.Select((_, i) => Named($"{i}"))], weights);

    public static EndpointSet Of(params (Endpoint Endpoint, int Weight)[] members) =>
        new([.. members.Select(member => member.Endpoint)], [.. members.Select(member => member.Weight)]);

    /// <summary>A group as a proxy would run it, its endpoints of these weights named 0, 1, 2 and so on.</summary>
    public static EndpointGroup GroupOf(UpstreamOptions options, params int[] weights)
    {
        var group = new EndpointGroup(options, loops: 0);
        var (taken, where) = (new HashSet<Endpoint>(), new IPEndPoint(IPAddress.Loopback, 1));
        group.Replace(options, [.. weights.Select((weight, i) => new EndpointMember(group.FindOrMake($"{i}", where, taken), weight))]);
        return group;
    }
}
