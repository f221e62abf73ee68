using System.Buffers;
using System.Globalization;
using System.Text;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with what routes do.</summary>
internal static class ActionValidator
{
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly SearchValues<char> NotInPrefix = SearchValues.Create("{}*?#%");

    /// <summary>Checks what holds for every route.</summary>
    public static void Check(ProxyOptions options, List<ConfigurationError> errors)
    {
        HeaderValidator.Check(options.RequestHeaders, "requestHeaders", TemplateScope.Global, errors);
        HeaderValidator.Check(options.ResponseHeaders, "responseHeaders", TemplateScope.Global with { HasResponse = true }, errors);
        CheckPages(options.ErrorPages, "errorPages", errors);
    }

    /// <summary>Checks what one route does.</summary>
    public static void Check(RouteOptions route, string path, ProxyOptions options, List<ConfigurationError> errors)
    {
        CheckAnswerer(route, path, options, errors);
        var scope = new TemplateScope(PathPattern.TryParse(route.Path, out var pattern, out _) ? pattern.Captures : []);
        HeaderValidator.Check(route.RequestHeaders, $"{path}.requestHeaders", scope, errors);
        HeaderValidator.Check(route.ResponseHeaders, $"{path}.responseHeaders", scope with { HasResponse = true }, errors);
        CheckPages(route.ErrorPages, $"{path}.errorPages", errors);
        CheckRedirect(route.Redirect, $"{path}.redirect", scope, errors);
        CheckRespond(route.Respond, $"{path}.respond", scope, errors);
        CheckRewrite(route, $"{path}.rewrite", scope, errors);
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

    private static void CheckRedirect(RedirectOptions? redirect, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (redirect is null)
        {
            return;
        }

        if (redirect.Status is not (301 or 302 or 303 or 307 or 308))
        {
            errors.Add(new($"{path}.status", $"{redirect.Status} is no redirection: 301, 302, 303, 307 and 308 are allowed"));
        }

        CheckTemplate(redirect.To, $"{path}.to", scope with { IsUri = true }, errors);
        if (redirect.To.Length == 0)
        {
            errors.Add(new($"{path}.to", "a target is needed, as in \"/new/{rest}\" or \"https://example.org/\""));
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
        CheckBody(respond.Body, respond.ContentType, path, errors);
    }

    private static void CheckRewrite(RouteOptions route, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (route.Rewrite is not { } rewrite)
        {
            return;
        }

        if (route.Redirect is not null || route.Respond is not null)
        {
            errors.Add(new(path, "only a request that goes to an upstream is rewritten"));
        }

        if (rewrite.Path is not null && (rewrite.StripPrefix is not null || rewrite.AddPrefix is not null))
        {
            errors.Add(new($"{path}.path", "excludes \"stripPrefix\" and \"addPrefix\": it is the whole path"));
        }

        CheckPrefix(rewrite.StripPrefix, $"{path}.stripPrefix", errors);
        CheckPrefix(rewrite.AddPrefix, $"{path}.addPrefix", errors);
        CheckTemplate(rewrite.Path ?? "/", $"{path}.path", scope with { IsUri = true }, errors);
        if (rewrite.Path is not null and not ['/', ..])
        {
            errors.Add(new($"{path}.path", $"\"{rewrite.Path}\": a path begins with \"/\""));
        }
        else if (rewrite.Path?.Contains('#', StringComparison.Ordinal) ?? false)
        {
            errors.Add(new($"{path}.path", $"\"{rewrite.Path}\": a request has no fragment; write \"%23\""));
        }

        CheckTemplate(rewrite.Host ?? "-", $"{path}.host", scope, errors);
        if (rewrite.Host is { Length: 0 })
        {
            errors.Add(new($"{path}.host", "a name is needed, as in \"internal.example.org\""));
        }
    }

    private static void CheckPrefix(string? prefix, string path, List<ConfigurationError> errors)
    {
        if (prefix is null)
        {
            return;
        }

        if (prefix is not ['/', _, ..])
        {
            errors.Add(new(path, $"\"{prefix}\": a prefix begins with \"/\" and has a name behind it, as in \"/v1\""));
        }
        else if (prefix.AsSpan().IndexOfAny(NotInPrefix) is >= 0 and var at)
        {
            errors.Add(new(path, $"\"{prefix}\": \"{prefix[at]}\" is not allowed in a prefix; captures belong into \"path\""));
        }
        else if (prefix.Trim('/').Split('/').Any(segment => segment is "" or "." or ".."))
        {
            errors.Add(new(path, $"\"{prefix}\": empty and dot segments never match"));
        }
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

    private static void CheckTemplate(string text, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (!TemplateParser.TryParse(text, scope, out _, out var problem))
        {
            errors.Add(new(path, problem));
        }
    }
}
