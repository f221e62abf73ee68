using Proxy.Core.Routing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with routes.</summary>
internal static class RouteValidator
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    public static void Check(ProxyOptions options, List<ConfigurationError> errors)
    {
        if (options.Routes.Count == 0)
        {
            errors.Add(new("routes", "at least one route is needed, for example { \"upstream\": \"site\" }"));
        }

        for (var i = 0; i < options.Routes.Count; i++)
        {
            var (route, path) = (options.Routes[i], $"routes[{i}]");
            ActionValidator.Check(route, path, options, errors);
            CheckConditions(route, path, errors);
        }
    }

    private static void CheckConditions(RouteOptions route, string path, List<ConfigurationError> errors)
    {
        for (var i = 0; i < route.Hosts.Count; i++)
        {
            if (!HostPattern.TryParse(route.Hosts[i], out _, out var problem))
            {
                errors.Add(new($"{path}.hosts[{i}]", problem));
            }
        }

        if (!PathPattern.TryParse(route.Path, out _, out var wrong))
        {
            errors.Add(new($"{path}.path", wrong));
        }

        for (var i = 0; i < route.Methods.Count; i++)
        {
            if (!IsToken(route.Methods[i]))
            {
                errors.Add(new($"{path}.methods[{i}]", $"\"{route.Methods[i]}\" is no method"));
            }
            else if (route.Methods[i].ToUpperInvariant() is var upper && upper != route.Methods[i] && IsCommon(upper))
            {
                errors.Add(new($"{path}.methods[{i}]", $"\"{route.Methods[i]}\": methods are case-sensitive; did you mean \"{upper}\"?"));
            }
        }

        foreach (var header in route.Headers.Where(header => !IsToken(header.Name)))
        {
            errors.Add(new($"{path}.headers.{header.Name}", $"\"{header.Name}\" is no name of a header"));
        }
    }

    /// <summary>True for a token (RFC 9110 §5.6.2), as methods and names of fields are.</summary>
    public static bool IsToken(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c, StringComparison.Ordinal));

    private static bool IsCommon(string method) => method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS";
}
