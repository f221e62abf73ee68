using System.Buffers;
using System.Text;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with changes to the request target.</summary>
internal static class RewriteValidator
{
    private static readonly SearchValues<char> NotInPrefix = SearchValues.Create("{}*?#%");

    /// <summary>Checks those of a route, where there are any.</summary>
    public static void Check(RouteOptions route, string path, TemplateScope scope, List<ConfigurationError> errors)
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
        CheckPath(rewrite.Path ?? "/", $"{path}.path", scope with { IsUri = true }, errors);
        CheckHost(rewrite.Host ?? "-", $"{path}.host", scope, errors);
    }

    private static void CheckPath(string text, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        var query = TemplateParser.IndexInText(text, '?');
        if (!TemplateParser.TryParse(text, scope, out _, out var problem))
        {
            errors.Add(new(path, problem));
        }
        else if (text is not ['/', ..])
        {
            errors.Add(new(path, $"\"{text}\": a path begins with \"/\""));
        }
        else if (TemplateParser.IndexInText(text, '#') >= 0)
        {
            errors.Add(new(path, $"\"{text}\": a request has no fragment; write \"%23\""));
        }
        else if (PathNormalizer.HasDotSegments(Encoding.UTF8.GetBytes(query < 0 ? text : text[..query])))
        {
            errors.Add(new(path, $"\"{text}\": write the path without dot segments"));
        }
    }

    private static void CheckHost(string text, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (!TemplateParser.TryParse(text, scope, out var host, out var problem))
        {
            errors.Add(new(path, problem));
        }
        else if (host.Names(Variable.Endpoint))
        {
            errors.Add(new(path, $"\"{text}\": {{endpoint}} is an address, with its scheme where it was given with one, and no host"));
        }
        else if (host.IsLiteral && !UriHost.IsValid(Encoding.UTF8.GetBytes(text)))
        {
            errors.Add(new(path, $"\"{text}\": a host is needed, as in \"internal.example.org\" or \"10.0.0.1:8080\""));
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
}
