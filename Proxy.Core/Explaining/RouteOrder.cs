using Proxy.Core.Routing;

namespace Proxy.Core.Explaining;

/// <summary>Which of two routes that fit a request goes before the other, and why: the rule at <see cref="Configuration.RouteOptions"/>, in words.</summary>
internal static class RouteOrder
{
    private const int Literal = 3;
    private const int Capture = 2;
    private const int End = 2;
    private const int Rest = 1;

    /// <summary>Above 0 where the one goes before the other.</summary>
    public static int Compare(HostPattern one, HostPattern other) =>
        one.IsWildcard != other.IsWildcard ? (one.IsWildcard ? -1 : 1) : Labels(one).CompareTo(Labels(other));

    /// <summary>Why the one goes before the other.</summary>
    /// <returns>The reason, or null where it is the other way round.</returns>
    public static string? Reason(RouteFit one, RouteFit other)
    {
        var (order, reason) = ByHost(one.Host, other.Host);
        if (order == 0)
        {
            (order, reason) = ByPath(one.Route.Path, other.Route.Path);
        }

        if (order == 0)
        {
            order = one.Route.Conditions.CompareTo(other.Route.Conditions);
            reason = $"{one.Route.Conditions} conditions on method, headers and query go before {other.Route.Conditions}";
        }

        if (order == 0)
        {
            (order, reason) = (other.Route.Order.CompareTo(one.Route.Order), "as specific, and it comes first");
        }

        return order > 0 ? reason : null;
    }

    private static (int Order, string Reason) ByHost(HostPattern? one, HostPattern? other) => (one, other) switch
    {
        (null, null) => (0, ""),
        (null, _) => (-1, ""),
        (_, null) => (1, "a host goes before any"),
        _ => (Compare(one, other), one.IsWildcard == other.IsWildcard ? "more labels of the host go before fewer" : "a host's name goes before a wildcard"),
    };

    private static (int Order, string Reason) ByPath(PathPattern one, PathPattern other)
    {
        for (var i = 0; i <= Math.Max(one.Segments.Count, other.Segments.Count); i++)
        {
            var order = RankAt(one, i).CompareTo(RankAt(other, i));
            if (order != 0)
            {
                return (order, $"{NameAt(one, i)} goes before {NameAt(other, i)}, at segment {i + 1}");
            }

            if (i >= one.Segments.Count || i >= other.Segments.Count)
            {
                break;
            }
        }

        return (0, "");
    }

    private static int RankAt(PathPattern pattern, int index) =>
        index < pattern.Segments.Count ? (pattern.Segments[index] is null ? Capture : Literal) : pattern.TakesRest ? Rest : End;

    private static string NameAt(PathPattern pattern, int index) =>
        index < pattern.Segments.Count ? (pattern.Segments[index] is null ? "a capture" : "a literal") : pattern.TakesRest ? "the rest" : "the end";

    private static int Labels(HostPattern pattern) => pattern.Name.AsSpan().Count((byte)'.');
}
