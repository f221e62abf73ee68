using System.Text;
using Proxy.Core.Routing;

namespace Proxy.Core.Configuration;

/// <summary>
/// Finds routes that no request reaches. Host and path decide first, so only routes of the same host and path can take each other's requests: those with
/// more conditions, and of as many those that come earlier, go first (see <see cref="RouteOptions"/>).
/// </summary>
internal static class UnreachableRoutes
{
    // Of as many routes with one host and path the rest is not compared: the time would grow with the square of their number.
    private const int MaxCompared = 1000;

    private static readonly string?[] AnyMethod = [null];

    public static void Find(IReadOnlyList<RouteOptions> routes, List<ConfigurationWarning> warnings)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < routes.Count; i++)
        {
            foreach (var place in PlacesOf(routes[i]))
            {
                AddTo(places, place, i);
            }
        }

        for (var i = 0; i < routes.Count; i++)
        {
            if (Covering(routes, i, places) is [var first, ..] covering)
            {
                var message = covering.Count == 1
                    ? "never reached: another route goes first and takes every request of this one"
                    : "never reached: other routes go first and take every request of this one, among them";
                warnings.Add(new($"routes[{i}]", message) { Other = $"routes[{first}]" });
            }
        }
    }

    private static void AddTo(Dictionary<string, List<int>> places, string place, int route)
    {
        if (!places.TryGetValue(place, out var inPlace))
        {
            places.Add(place, inPlace = []);
        }

        if (inPlace.Count < MaxCompared && !inPlace.Contains(route))
        {
            inPlace.Add(route);
        }
    }

    // The routes that between them take all that the route would; none when it is reached.
    private static List<int> Covering(IReadOnlyList<RouteOptions> routes, int index, Dictionary<string, List<int>> places)
    {
        var (route, covering) = (routes[index], new List<int>());
        string?[] methods = route.Methods.Count == 0 ? AnyMethod : [.. route.Methods];
        foreach (var place in PlacesOf(route))
        {
            foreach (var method in methods)
            {
                var by = places[place].FindIndex(other => GoesFirst(routes, other, index) && Takes(routes[other], method, route));
                if (by < 0)
                {
                    return [];
                }

                covering.Add(places[place][by]);
            }
        }

        return [.. covering.Distinct().Order()];
    }

    private static bool GoesFirst(IReadOnlyList<RouteOptions> routes, int other, int route) =>
        Conditions(routes[other]) > Conditions(routes[route]) || (Conditions(routes[other]) == Conditions(routes[route]) && other < route);

    private static int Conditions(RouteOptions route) => (route.Methods.Count > 0 ? 1 : 0) + route.Headers.Count + route.Query.Count;

    // True when what the route asks for, with this method, is enough for the other one.
    private static bool Takes(RouteOptions other, string? method, RouteOptions route) =>
        (other.Methods.Count == 0 || (method is not null && other.Methods.Contains(method)))
        && other.Headers.All(wanted => route.Headers.Any(given => Implies(given, wanted, StringComparison.OrdinalIgnoreCase)))
        && other.Query.All(wanted => route.Query.Any(given => Implies(given, wanted, StringComparison.Ordinal)));

    private static bool Implies(FieldMatchOptions given, FieldMatchOptions wanted, StringComparison names) =>
        string.Equals(given.Name, wanted.Name, names) && (wanted.Value is null || wanted.Value == given.Value);

    // One for each of the route's hosts; equal for equal hosts and paths, however they are written.
    private static IEnumerable<string> PlacesOf(RouteOptions route)
    {
        if (!PathPattern.TryParse(route.Path, out var path, out _))
        {
            yield break;
        }

        var text = new StringBuilder();
        foreach (var segment in path.Segments)
        {
            text.Append('/').Append(segment is null ? "{}" : Encoding.UTF8.GetString(segment));
        }

        text.Append(path.TakesRest ? "/*" : "");
        foreach (var host in route.Hosts.DefaultIfEmpty(""))
        {
            var name = HostPattern.TryParse(host, out var pattern, out _) ? $"{(pattern.IsWildcard ? "*." : "")}{Encoding.ASCII.GetString(pattern.Name)}" : "";
            yield return $"{name}{text}";
        }
    }
}
