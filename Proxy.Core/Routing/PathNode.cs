using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>A segment of the paths that routes of one host have in common. Built once, then only read.</summary>
internal sealed class PathNode
{
    private readonly Dictionary<byte[], PathNode> _literals = new(ByteKeyComparer.Exact);
    private readonly Dictionary<byte[], PathNode>.AlternateLookup<ReadOnlySpan<byte>> _bySegment;
    private PathNode? _capture;
    private Route[] _ending = [];
    private Route[] _rest = [];

    // Asked for once: each time it is, the comparer is looked at.
    public PathNode() => _bySegment = _literals.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Adds a route below this node.</summary>
    public void Add(Route route)
    {
        var node = this;
        foreach (var segment in route.Path.Segments)
        {
            node = node.Child(segment);
        }

        if (route.Path.TakesRest)
        {
            node._rest = Insert(node._rest, route);
        }
        else
        {
            node._ending = Insert(node._ending, route);
        }
    }

    /// <summary>The most specific route for what is left of a path, or null.</summary>
    /// <param name="path">The whole path in normal form; <c>*</c> for a request that names no path.</param>
    /// <param name="at">Where the part begins that is still to be matched: a slash, or the end.</param>
    /// <param name="request">The request, for the other conditions.</param>
    /// <param name="captured">Captures on the way here.</param>
    /// <param name="captures">Where captures are noted.</param>
    public Route? Match(ReadOnlySpan<byte> path, int at, RequestHead request, int captured, ref PathCaptures captures)
    {
        if (at == path.Length)
        {
            return First(_ending, request) ?? MatchRest(path, at, request, captured, ref captures);
        }

        if (path[at] == '/')
        {
            var start = at + 1;
            var length = path[start..].IndexOf((byte)'/');
            length = length < 0 ? path.Length - start : length;
            var route = MatchSegment(path, start, length, request, captured, ref captures);
            if (route is not null)
            {
                return route;
            }
        }

        return MatchRest(path, at, request, captured, ref captures);
    }

    // A literal before a capture; where the one leads nowhere, the other is tried.
    private Route? MatchSegment(ReadOnlySpan<byte> path, int start, int length, RequestHead request, int captured, ref PathCaptures captures)
    {
        if (_literals.Count > 0
            && _bySegment.TryGetValue(path.Slice(start, length), out var literal)
            && literal.Match(path, start + length, request, captured, ref captures) is { } route)
        {
            return route;
        }

        if (_capture is null || length == 0)
        {
            return null;
        }

        captures[captured] = (start, length);
        return _capture.Match(path, start + length, request, captured + 1, ref captures);
    }

    private Route? MatchRest(ReadOnlySpan<byte> path, int at, RequestHead request, int captured, ref PathCaptures captures)
    {
        var route = First(_rest, request);
        if (route is not null)
        {
            // Without the slash before it.
            var start = Math.Min(path.Length, at + 1);
            captures[captured] = (start, path.Length - start);
        }

        return route;
    }

    private static Route? First(Route[] routes, RequestHead request)
    {
        foreach (var route in routes)
        {
            if (route.Accepts(request))
            {
                return route;
            }
        }

        return null;
    }

    private PathNode Child(byte[]? segment)
    {
        if (segment is null)
        {
            return _capture ??= new PathNode();
        }

        if (!_literals.TryGetValue(segment, out var child))
        {
            _literals.Add(segment, child = new PathNode());
        }

        return child;
    }

    private static Route[] Insert(Route[] routes, Route route) =>
        [.. routes.Append(route).OrderByDescending(each => each.Conditions).ThenBy(each => each.Order)];
}
