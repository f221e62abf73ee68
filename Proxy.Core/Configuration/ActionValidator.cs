using System.Globalization;
using System.Text;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with what routes do.</summary>
internal static class ActionValidator
{
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Checks what holds for every route.</summary>
    public static void Check(ProxyOptions options, List<ConfigurationError> errors)
    {
        HeaderValidator.Check(options.RequestHeaders, "requestHeaders", TemplateScope.Global, errors);
        HeaderValidator.Check(options.ResponseHeaders, "responseHeaders", TemplateScope.Global with { HasResponse = true }, errors);
        CheckPages(options.ErrorPages, "errorPages", errors);
        foreach (var upstream in options.Upstreams)
        {
            CheckName(upstream.Name, $"upstreams.{upstream.Name}", errors);
        }
    }

    /// <summary>Checks what one route does.</summary>
    public static void Check(RouteOptions route, string path, ProxyOptions options, List<ConfigurationError> errors)
    {
        CheckName(route.Name ?? "", $"{path}.name", errors);
        CheckAnswerer(route, path, options, errors);
        var scope = new TemplateScope(PathPattern.TryParse(route.Path, out var pattern, out _) ? pattern.Captures : []);
        HeaderValidator.Check(route.RequestHeaders, $"{path}.requestHeaders", scope, errors);
        HeaderValidator.Check(route.ResponseHeaders, $"{path}.responseHeaders", scope with { HasResponse = true }, errors);
        CheckPages(route.ErrorPages, $"{path}.errorPages", errors);
        RedirectValidator.Check(route.Redirect, $"{path}.redirect", scope, errors);
        CheckRespond(route.Respond, $"{path}.respond", scope, errors);
        RewriteValidator.Check(route, $"{path}.rewrite", scope, errors);
        TrafficValidator.Check(route, path, scope, options, errors);
    }

    private static void CheckAnswerer(RouteOptions route, string path, ProxyOptions options, List<ConfigurationError> errors)
    {
        string?[] answerers =
        [
            route.Upstream.Length > 0 ? "upstream" : null,
            route.Split is null ? null : "split",
            route.Redirect is null ? null : "redirect",
            route.Respond is null ? null : "respond",
        ];
        var given = answerers.OfType<string>().ToArray();
        if (given.Length == 0)
        {
            errors.Add(new($"{path}.upstream", "who answers? \"upstream\", \"split\", \"redirect\" or \"respond\" is needed"));
        }
        else if (given.Length > 1)
        {
            errors.Add(new($"{path}.{given[1]}", $"excludes \"{given[0]}\": a route has one answer"));
        }

        if (route.Upstream.Length > 0)
        {
            CheckUpstream(route.Upstream, $"{path}.upstream", options, errors);
        }
    }

    /// <summary>Checks that an upstream has this name.</summary>
    public static void CheckUpstream(string name, string path, ProxyOptions options, List<ConfigurationError> errors)
    {
        if (!options.Upstreams.Any(upstream => upstream.Name == name))
        {
            errors.Add(new(path, NameSuggestion.Unknown("upstream", name, options.Upstreams.Select(upstream => upstream.Name))));
        }
    }

    private static void CheckRespond(RespondOptions? respond, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (respond is null)
        {
            return;
        }

        if (respond.Status is < 200 or > 599)
        {
            errors.Add(new($"{path}.status", $"{respond.Status} is out of range: 200 to 599 is allowed"));
        }

        HeaderValidator.Check(respond.Headers, $"{path}.headers", scope with { HasResponse = true }, errors);
        foreach (var header in respond.Headers.Where(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            errors.Add(new($"{path}.headers.{header.Name}", "the type of the body is said by \"contentType\""));
        }

        if (respond.Status is 204 or 205 or 304 && !respond.Body.IsEmpty)
        {
            errors.Add(new($"{path}.body", $"a response with status {respond.Status} has no body (RFC 9110 §15)"));
        }

        CheckBody(respond.Body, respond.ContentType, path, errors);
    }

    private static void CheckPages(IReadOnlyList<ErrorPageOptions> pages, string path, List<ConfigurationError> errors)
    {
        foreach (var page in pages)
        {
            var at = $"{path}.{page.Status}";
            if (!IsErrorStatus(page.Status))
            {
                errors.Add(new(at, $"\"{page.Status}\" is no status of an error: 400 to 599, \"4xx\" and \"5xx\" are allowed"));
            }

            CheckBody(page.Body, page.ContentType, at, errors);
        }
    }

    private static bool IsErrorStatus(string status) =>
        status is "4xx" or "5xx"
        || (status.Length == 3 && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 400 and <= 599);

    private static void CheckBody(ReadOnlyMemory<byte> body, string? contentType, string path, List<ConfigurationError> errors)
    {
        if (body.Length > MaxBodyBytes)
        {
            errors.Add(new($"{path}.body", $"{body.Length} bytes are too many: at most {MaxBodyBytes} are allowed"));
        }

        if (contentType is null)
        {
            return;
        }

        if (contentType.Length == 0 || !Ascii.IsValid(contentType) || contentType.Any(char.IsControl) || !contentType.Contains('/', StringComparison.Ordinal))
        {
            errors.Add(new($"{path}.contentType", $"\"{contentType}\" is no media type, as \"text/html; charset=utf-8\" is one"));
        }
    }

    // Variables stand for names, and their values stand in fields.
    private static void CheckName(string name, string path, List<ConfigurationError> errors)
    {
        if (name.Any(char.IsControl))
        {
            errors.Add(new(path, "control characters are not allowed in a name"));
        }
    }
}
