using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with redirections.</summary>
internal static class RedirectValidator
{
    /// <summary>Checks one, where there is one.</summary>
    public static void Check(RedirectOptions? redirect, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (redirect is null)
        {
            return;
        }

        if (redirect.Status is not (301 or 302 or 303 or 307 or 308))
        {
            errors.Add(new($"{path}.status", $"{redirect.Status} is no redirection: 301, 302, 303, 307 and 308 are allowed"));
        }

        if (redirect.To.Length == 0)
        {
            errors.Add(new($"{path}.to", "a target is needed, as in \"/new/{rest}\" or \"https://example.org/\""));
        }
        else if (!TemplateParser.TryParse(redirect.To, scope with { IsUri = true }, out var target, out var problem))
        {
            errors.Add(new($"{path}.to", problem));
        }
        else if (!IsFixedStart(redirect.To))
        {
            errors.Add(new($"{path}.to", $"\"{redirect.To}\": a target begins with \"/\", \"https://\", \"{{scheme}}://\" or \"{{path}}\", so that no client says where it leads"));
        }
        else if (target.Parts.Any(part => part is { Variable: Variable.Capture, Place: UriPlace.Authority } && scope.Captures[part.Index] == PathPattern.RestName))
        {
            errors.Add(new($"{path}.to", $"\"{redirect.To}\": a \"/\" is missing before {{rest}}, which would go on with the host's name"));
        }
    }

    private static bool IsFixedStart(string target) =>
        target[0] == '/' || target.StartsWith("{path}", StringComparison.Ordinal) || target.StartsWith("{scheme}://", StringComparison.Ordinal)
        || (target.IndexOf("://", StringComparison.Ordinal) is > 0 and var colon
            && char.IsAsciiLetter(target[0]) && target[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'));
}
