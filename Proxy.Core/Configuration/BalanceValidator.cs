using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with how an upstream's endpoints are chosen.</summary>
internal static class BalanceValidator
{
    private const int MinSecretLength = 16;

    public static void Check(UpstreamOptions upstream, string path, List<ConfigurationError> errors)
    {
        if (upstream.Hash is { } hash)
        {
            if (upstream.Balance != BalanceAlgorithm.ConsistentHash)
            {
                errors.Add(new($"{path}.hash", "belongs to \"balance\": \"consistentHash\""));
            }

            TrafficValidator.CheckKey(hash.Key, $"{path}.hash.key", TemplateScope.Global, errors);
            OptionsValidator.CheckRanges(OptionRanges.Hash, hash, $"{path}.hash", errors);
        }

        if (upstream.Sticky is { } sticky)
        {
            CheckSticky(sticky, $"{path}.sticky", errors);
        }
    }

    private static void CheckSticky(StickyOptions sticky, string path, List<ConfigurationError> errors)
    {
        CheckName(sticky, $"{path}.cookie", errors);
        if (sticky.Path is not ['/', ..] || !IsAttribute(sticky.Path))
        {
            errors.Add(new($"{path}.path", $"\"{sticky.Path}\": a path begins with \"/\", and has neither \";\" nor spaces"));
        }

        if (sticky.Domain is { } domain && !(domain.Length > 0 && domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
        {
            errors.Add(new($"{path}.domain", $"\"{domain}\" is no domain, as in \"example.org\""));
        }

        if (sticky is { SameSite: SameSite.None, Secure: false })
        {
            errors.Add(new($"{path}.sameSite", "browsers take \"none\" only with \"secure\": true"));
        }

        if (sticky.Secret is { Length: < MinSecretLength })
        {
            errors.Add(new($"{path}.secret", $"at least {MinSecretLength} characters are needed, so that nobody can guess it"));
        }

        OptionsValidator.CheckRanges(OptionRanges.Sticky, sticky, path, errors);
    }

    // RFC 6265 §4.1.1: a name is a token. Two beginnings have a meaning for browsers, which drop what does not keep to it.
    private static void CheckName(StickyOptions sticky, string path, List<ConfigurationError> errors)
    {
        var name = sticky.Cookie;
        if (!RouteValidator.IsToken(name))
        {
            errors.Add(new(path, $"\"{name}\" is no name of a cookie: letters, digits and \"-\", \"_\", \".\" do"));
        }
        else if (name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) && !sticky.Secure)
        {
            errors.Add(new(path, "browsers take a cookie whose name begins with \"__Secure-\" only with \"secure\": true"));
        }
        else if (name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) && sticky is not { Secure: true, Path: "/", Domain: null })
        {
            errors.Add(new(path, "browsers take a cookie whose name begins with \"__Host-\" only with \"secure\": true, \"path\": \"/\" and no domain"));
        }
    }

    private static bool IsAttribute(string text) => text.All(c => c is > ' ' and < '\x7f' and not ';');
}
