using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>
/// Finds the route of a request: a look-up of the host, then a walk along the segments of the path. It takes as long with ten thousand routes as with ten.
/// Immutable; the rule of what goes before what is written at <see cref="RouteOptions"/>.
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<byte[], PathNode> _names = new(ByteKeyComparer.IgnoringCase);
    private readonly Dictionary<byte[], PathNode> _wildcards = new(ByteKeyComparer.IgnoringCase);
    private readonly PathNode _anyHost = new();
    private readonly List<Route> _all = [];
    private readonly Route? _only;

    /// <param name="all">Valid options, see <see cref="OptionsValidator"/>.</param>
    /// <param name="upstreams">Those that the routes name.</param>
    public RouteTable(ProxyOptions all, Upstream[] upstreams)
    {
        var routes = all.Routes;
        var order = 0;
        foreach (var options in routes)
        {
            if (!PathPattern.TryParse(options.Path, out var path, out var problem))
            {
                throw new ArgumentException(problem, nameof(all));
            }

            var route = new Route(options, order++, path, upstreams, all);
            Add(route);
            _all.Add(route);
            LooksAtPaths |= route.NeedsPath;

            // As without a config: everything to one upstream.
            _only = routes.Count == 1 && options.Hosts.Count == 0 && route.Conditions == 0 && !LooksAtPaths ? route : null;
        }
    }

    /// <summary>Every route, in the order they were given.</summary>
    public IReadOnlyList<Route> All => _all;

    /// <summary>Some route depends on the path: it has to be brought to its normal form, and what has none is refused.</summary>
    public bool LooksAtPaths { get; }

    /// <summary>The most specific route that takes the request, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path in normal form, without query; <c>*</c> where it names none.</param>
    /// <param name="captures">Where the route's captures lie in that path.</param>
    public Route? Match(RequestHead request, ReadOnlySpan<byte> path, ref PathCaptures captures)
    {
        if (_only is not null)
        {
            return _only;
        }

        var named = _names.Count + _wildcards.Count == 0 ? null : MatchHost(HostPattern.NameIn(request.Authority), path, request, ref captures);
        return named ?? _anyHost.Match(path, 0, request, 0, ref captures);
    }

    private Route? MatchHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, RequestHead request, ref PathCaptures captures)
    {
        if (_names.Count > 0 && _names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(host, out var name)
            && name.Match(path, 0, request, 0, ref captures) is { } route)
        {
            return route;
        }

        if (_wildcards.Count == 0)
        {
            return null;
        }

        // The longest suffix first.
        var wildcards = _wildcards.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var dot = host.IndexOf((byte)'.'); dot >= 0; dot = host.IndexOf((byte)'.'))
        {
            host = host[(dot + 1)..];
            if (wildcards.TryGetValue(host, out var wildcard) && wildcard.Match(path, 0, request, 0, ref captures) is { } below)
            {
                return below;
            }
        }

        return null;
    }

    private void Add(Route route)
    {
        foreach (var host in route.Options.Hosts)
        {
            if (HostPattern.TryParse(host, out var pattern, out _))
            {
                NodeOf(pattern.IsWildcard ? _wildcards : _names, pattern.Name).Add(route);
            }
        }

        if (route.Options.Hosts.Count == 0)
        {
            _anyHost.Add(route);
        }
    }

    private static PathNode NodeOf(Dictionary<byte[], PathNode> nodes, byte[] name)
    {
        if (!nodes.TryGetValue(name, out var node))
        {
            nodes.Add(name, node = new PathNode());
        }

        return node;
    }
}
