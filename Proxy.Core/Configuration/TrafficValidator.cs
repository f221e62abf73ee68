using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with how a route passes its requests on.</summary>
internal static class TrafficValidator
{
    private static readonly OptionBounds Weights = new(0, 1000);

    public static void Check(RouteOptions route, string path, TemplateScope scope, ProxyOptions options, List<ConfigurationError> errors)
    {
        CheckSplit(route.Split, $"{path}.split", scope, options, errors);
        CheckMirror(route, $"{path}.mirror", options, errors);
        OptionsValidator.CheckRanges(OptionRanges.Route, route, path, errors);
        OptionsValidator.CheckRanges(OptionRanges.RouteTimeouts, route.Timeouts, $"{path}.timeouts", errors);
        RetryValidator.Check(route.Retry, $"{path}.retry", errors);
        OptionsValidator.CheckRanges(OptionRanges.Buffering, route.Buffering, $"{path}.buffering", errors);
    }

    private static void CheckSplit(SplitOptions? split, string path, TemplateScope scope, ProxyOptions options, List<ConfigurationError> errors)
    {
        if (split is null)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var share in split.Upstreams)
        {
            var at = $"{path}.upstreams.{share.Upstream}";
            ActionValidator.CheckUpstream(share.Upstream, at, options, errors);
            if (!names.Add(share.Upstream))
            {
                errors.Add(new(at, "the upstream is there twice"));
            }

            if (!Weights.Contains(share.Weight))
            {
                errors.Add(new(at, $"{share.Weight} is out of range: {Weights} is allowed"));
            }
        }

        if (split.Upstreams.All(share => share.Weight == 0))
        {
            errors.Add(new($"{path}.upstreams", "no upstream has a weight above 0, for example { \"api\": 95, \"api-canary\": 5 }"));
        }

        CheckKey(split.StickyBy, $"{path}.stickyBy", scope, errors);
    }

    private static void CheckMirror(RouteOptions route, string path, ProxyOptions options, List<ConfigurationError> errors)
    {
        if (route.Mirror is not { } mirror)
        {
            return;
        }

        ActionValidator.CheckUpstream(mirror.Upstream, $"{path}.upstream", options, errors);
        OptionsValidator.CheckRanges(OptionRanges.Mirror, mirror, path, errors);
        if (route.Redirect is not null || route.Respond is not null)
        {
            errors.Add(new(path, "only a request that goes to an upstream is copied"));
        }
    }

    /// <summary>What decides by its value where a request goes: text with variables that differ from request to request.</summary>
    internal static void CheckKey(string? text, string path, TemplateScope scope, List<ConfigurationError> errors)
    {
        if (text is null)
        {
            return;
        }

        if (!TemplateParser.TryParse(text, scope, out var key, out var problem))
        {
            errors.Add(new(path, problem));
        }
        else if (key.IsLiteral)
        {
            errors.Add(new(path, $"\"{text}\" is the same for every request; a variable is needed, as in \"{{cookie.user}}\""));
        }
        else if (key.Parts.Any(part => part.Variable is Variable.Upstream or Variable.Endpoint))
        {
            errors.Add(new(path, $"\"{text}\": neither upstream nor endpoint is known before they are chosen"));
        }
    }
}
