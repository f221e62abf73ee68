using System.Text;
using Proxy.Core.Policies;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with trusted proxies, identity and the rewriting of responses.</summary>
internal static class IdentityValidator
{
    private const int MaxNameLength = 64;
    private const int MaxPathLength = 256;

    public static void Check(ProxyOptions options, List<ConfigurationError> errors)
    {
        for (var i = 0; i < options.TrustedProxies.Count; i++)
        {
            var text = options.TrustedProxies[i];
            if (text != TrustedProxies.Unix && !AddressRange.TryParse(text, out _, out var problem))
            {
                var hint = NameSuggestion.Nearest(text, [TrustedProxies.Unix]) is { } unix ? $"; did you mean \"{unix}\"?" : "";
                errors.Add(new($"trustedProxies[{i}]", problem + hint));
            }
        }

        CheckNames(options.Identity, errors);
        for (var i = 0; i < options.Routes.Count; i++)
        {
            CheckRewrite(options.Routes[i].RewriteResponse, $"routes[{i}].rewriteResponse", errors);
        }
    }

    private static void CheckNames(IdentityOptions identity, List<ConfigurationError> errors)
    {
        if (identity.Via is { } via && !IsName(via))
        {
            errors.Add(new("identity.via", $"\"{via}\": a token is needed, at most {MaxNameLength} characters; null for none"));
        }

        var header = identity.RequestIdHeader;
        if (!IsName(header))
        {
            errors.Add(new("identity.requestIdHeader", $"\"{header}\" is no name of a header, or longer than {MaxNameLength}"));
        }
        else if (KnownHeaders.Find(Encoding.ASCII.GetBytes(header)) is not (KnownHeader.None or KnownHeader.XRequestId))
        {
            errors.Add(new("identity.requestIdHeader", $"\"{header}\" has a meaning of its own"));
        }
    }

    private static void CheckRewrite(ResponseRewriteOptions rewrite, string path, List<ConfigurationError> errors)
    {
        for (var i = 0; i < rewrite.InternalHosts.Count; i++)
        {
            var host = rewrite.InternalHosts[i];
            if (!Ascii.IsValid(host) || !HostAndPort.IsValid(Encoding.ASCII.GetBytes(host)))
            {
                errors.Add(new($"{path}.internalHosts[{i}]", $"\"{host}\" is no host: app.internal or app.internal:8080 is needed"));
            }
        }

        foreach (var (from, to) in rewrite.CookieDomains)
        {
            CheckDomain(from.TrimStart('.'), $"{path}.cookieDomains.{from}", errors);
            if (to.Length > 0)
            {
                CheckDomain(to, $"{path}.cookieDomains.{from}", errors);
            }
        }

        foreach (var (from, to) in rewrite.CookiePaths)
        {
            foreach (var text in new[] { from, to }.Where(text => !IsCookiePath(text)))
            {
                errors.Add(new($"{path}.cookiePaths.{from}", $"\"{text}\" is no path of a cookie: one like \"/app\" is needed, at most {MaxPathLength} characters"));
            }
        }
    }

    private static void CheckDomain(string domain, string path, List<ConfigurationError> errors)
    {
        if (!HostPattern.TryParse(domain, out var pattern, out var problem) || pattern.IsWildcard)
        {
            errors.Add(new(path, problem ?? $"\"{domain}\": a cookie is of all names below its domain anyway; leave \"*.\" out"));
        }
    }

    private static bool IsCookiePath(string path) =>
        path.StartsWith('/') && path.Length <= MaxPathLength && path.All(c => c is >= ' ' and < '\x7F' and not ';');

    private static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && RouteValidator.IsToken(text);
}
