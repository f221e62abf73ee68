using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Explaining;

/// <summary>Tests a request against one route, condition by condition, as <see cref="RouteTable"/> does with all of them at once.</summary>
internal static class RouteTest
{
    private const int MaxShownHosts = 3;

    /// <summary>How far the request gets with the route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path in normal form.</param>
    public static RouteFit Run(Route route, RequestHead request, ReadOnlySpan<byte> path)
    {
        var name = HostPattern.NameIn(request.Authority);
        if (!TryHost(route, name, out var host))
        {
            return new(route, RouteStage.Host, 0, HostReason(route, name), null);
        }

        var reason = TestPath(route.Path, path, out var depth);
        if (reason is not null)
        {
            return new(route, RouteStage.Path, depth, reason, host);
        }

        if (!route.HasMethod(request))
        {
            var methods = string.Join(", ", route.Options.Methods);
            return new(route, RouteStage.Method, depth, $"method {ByteText.Of(request.MethodBytes)} is not among {methods}", host);
        }

        return TestFields(route, request, depth, host) ?? new(route, RouteStage.Fits, depth, "", host);
    }

    private static bool TryHost(Route route, ReadOnlySpan<byte> name, out HostPattern? best)
    {
        best = null;
        foreach (var text in route.Options.Hosts)
        {
            if (HostPattern.TryParse(text, out var pattern, out _) && pattern.Matches(name) && (best is null || RouteOrder.Compare(pattern, best) > 0))
            {
                best = pattern;
            }
        }

        return best is not null || route.Options.Hosts.Count == 0;
    }

    private static string HostReason(Route route, ReadOnlySpan<byte> name)
    {
        var hosts = route.Options.Hosts;
        var shown = string.Join(" or ", hosts.Take(MaxShownHosts));
        var more = hosts.Count > MaxShownHosts ? $" or {hosts.Count - MaxShownHosts} others" : "";
        return $"host is {(name.IsEmpty ? "not said" : ByteText.Of(name))}, wants {shown}{more}";
    }

    // Null where the pattern is met. The walk of PathNode, along one branch.
    private static string? TestPath(PathPattern pattern, ReadOnlySpan<byte> path, out int depth)
    {
        var at = 0;
        for (depth = 0; depth < pattern.Segments.Count; depth++)
        {
            var wanted = pattern.Segments[depth];
            var shown = NameOf(pattern, depth);
            if (at == path.Length || path[at] != '/')
            {
                return path is [(byte)'*'] ? "the request names no path" : $"path ends before segment {depth + 1}, wants {shown}";
            }

            var segment = path[(at + 1)..];
            segment = segment.IndexOf((byte)'/') is >= 0 and var end ? segment[..end] : segment;
            if (wanted is null ? segment.IsEmpty : !segment.SequenceEqual(wanted))
            {
                // What a final slash leaves behind it is no segment to a reader.
                return segment.IsEmpty ? $"path ends before segment {depth + 1}, wants {shown}"
                    : $"path differs at segment {depth + 1}: is \"{ByteText.Of(segment)}\", wants {shown}";
            }

            at += 1 + segment.Length;
        }

        return at == path.Length || pattern.TakesRest ? null : $"path goes on behind segment {depth}: \"{ByteText.Of(path[at..])}\"";
    }

    private static string NameOf(PathPattern pattern, int index) => pattern.Segments[index] is { } literal
        ? $"\"{ByteText.Of(literal)}\""
        : $"{{{pattern.Captures[pattern.Segments.Take(index).Count(segment => segment is null)]}}}";

    private static RouteFit? TestFields(Route route, RequestHead request, int depth, HostPattern? host)
    {
        for (var i = 0; i < route.HeaderConditions.Count; i++)
        {
            if (!route.HeaderConditions[i].IsMetByHeader(request))
            {
                var wanted = route.Options.Headers[i];
                return new(route, RouteStage.Header, depth, FieldReason("header", wanted, HeaderOf(request, wanted.Name)), host);
            }
        }

        var query = RequestTarget.QueryOf(request);
        for (var i = 0; i < route.QueryConditions.Count; i++)
        {
            if (!route.QueryConditions[i].IsMetByQuery(query))
            {
                var wanted = route.Options.Query[i];
                return new(route, RouteStage.Query, depth, FieldReason("query parameter", wanted, ParameterOf(query, wanted.Name)), host);
            }
        }

        return null;
    }

    private static string FieldReason(string kind, FieldMatchOptions wanted, string? found) =>
        found is null ? $"{kind} {wanted.Name} is missing" : $"{kind} {wanted.Name} is \"{found}\", wants \"{wanted.Value}\"";

    private static string? HeaderOf(RequestHead request, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        for (var i = 0; i < request.Fields.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(request.NameOf(i), bytes))
            {
                return ByteText.Of(request.ValueOf(i));
            }
        }

        return null;
    }

    private static string? ParameterOf(ReadOnlySpan<byte> query, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        while (!query.IsEmpty)
        {
            var value = QueryText.NextParameter(ref query, out var found);
            if (QueryText.Equals(found, bytes))
            {
                return ByteText.Of(value);
            }
        }

        return null;
    }
}
