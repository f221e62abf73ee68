using Proxy.Core.Configuration;
using Proxy.Core.Routing;

namespace Proxy.Core.Explaining;

/// <summary>A route in short.</summary>
internal static class RouteText
{
    private const int MaxShown = 2;

    /// <summary>What it is called: its name, or its place.</summary>
    public static string Of(Route route) => string.IsNullOrEmpty(route.Options.Name) ? KeyOf(route) : $"\"{route.Options.Name}\"";

    /// <summary>Where it stands in the configuration.</summary>
    public static string KeyOf(Route route) => $"routes[{route.Order}]";

    /// <summary>Its conditions, as in <c>GET api.example.org/v1/* header X-Env=blue</c>.</summary>
    public static string ConditionsOf(RouteOptions route)
    {
        string?[] parts =
        [
            route.Methods.Count == 0 ? null : string.Join('|', route.Methods),
            route.Hosts.Count == 0 ? route.Path ?? "any" : HostsOf(route) + (route.Path ?? "/*"),
            .. route.Headers.Select(header => $"header {Field(header)}"),
            .. route.Query.Select(parameter => $"query {Field(parameter)}"),
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    /// <summary>What it does, as in <c>upstream "api"</c>.</summary>
    public static string ActionOf(RouteOptions route) =>
        route.Redirect is { } redirect ? $"redirect {redirect.Status} to {redirect.To}"
        : route.Respond is { } respond ? $"respond {respond.Status}"
        : route.Split is { } split ? $"split {string.Join(" : ", split.Upstreams.Select(share => $"{share.Upstream} {share.Weight}"))}"
        : $"upstream \"{route.Upstream}\"";

    private static string HostsOf(RouteOptions route)
    {
        var shown = string.Join(',', route.Hosts.Take(MaxShown));
        return route.Hosts.Count > MaxShown ? $"{shown},…" : shown;
    }

    private static string Field(FieldMatchOptions field) => field.Value is null ? field.Name : $"{field.Name}={field.Value}";
}
