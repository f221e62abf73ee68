using System.Text;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with how endpoints are probed.</summary>
internal static class HealthCheckValidator
{
    private const int MaxBodyTextLength = 1024;

    private static readonly StatusRange Finals = new(200, 599);
    private static readonly HealthCheckOptions Defaults = new();

    public static void Check(UpstreamOptions upstream, string path, List<ConfigurationError> errors)
    {
        if (upstream.HealthCheck is not { } check)
        {
            return;
        }

        OptionsValidator.CheckRanges(OptionRanges.HealthCheck, check, path, errors);
        CheckJitter(check, $"{path}.jitter", errors);
        CheckTarget(upstream, check, path, errors);
        if (check.Kind == HealthCheckKind.Tcp)
        {
            CheckSilence(check, path, errors);
        }
        else
        {
            CheckRequest(check, path, errors);
            CheckAnswer(check, path, errors);
        }
    }

    private static void CheckRequest(HealthCheckOptions check, string path, List<ConfigurationError> errors)
    {
        if (check.Path is not ['/', ..])
        {
            errors.Add(new($"{path}.path", $"\"{check.Path}\": a path begins with \"/\", as in \"/healthz\""));
        }
        else if (check.Path.Any(c => c is <= ' ' or > '~' or '#'))
        {
            errors.Add(new($"{path}.path", $"\"{check.Path}\": a request's path is of visible ASCII, without \"#\"; write other characters as \"%20\""));
        }

        if (!RouteValidator.IsToken(check.Method) || check.Method == "CONNECT")
        {
            errors.Add(new($"{path}.method", $"\"{check.Method}\": a method is needed, as in \"GET\", and not CONNECT"));
        }

        if (check.Host is { } host && !UriHost.IsValid(Encoding.UTF8.GetBytes(host)))
        {
            errors.Add(new($"{path}.host", $"\"{host}\": a host is needed, as in \"internal.example.org\" or \"10.0.0.1:8080\""));
        }
    }

    private static void CheckAnswer(HealthCheckOptions check, string path, List<ConfigurationError> errors)
    {
        if (check.Expect.Count == 0)
        {
            errors.Add(new($"{path}.expect", "no status would be good; name at least one, as in [ \"2xx\" ]"));
        }

        for (var i = 0; i < check.Expect.Count; i++)
        {
            var range = check.Expect[i];
            if (!Finals.Contains(range.First) || !Finals.Contains(range.Last) || range.First > range.Last)
            {
                errors.Add(new($"{path}.expect[{i}]", $"{range} is out of range: codes from 200 to 599 are allowed, the lower one first"));
            }
        }

        if (check.BodyContains is null)
        {
            return;
        }

        if (check.BodyContains.Length is 0 or > MaxBodyTextLength)
        {
            errors.Add(new($"{path}.bodyContains", $"a text of 1 to {MaxBodyTextLength} characters is needed"));
        }

        if (check.Method == "HEAD")
        {
            errors.Add(new($"{path}.bodyContains", "a response to HEAD has no body; use GET"));
        }
    }

    private static void CheckSilence(HealthCheckOptions check, string path, List<ConfigurationError> errors)
    {
        var given = check.Path != Defaults.Path ? "path"
            : check.Method != Defaults.Method ? "method"
            : check.Host is not null ? "host"
            : !check.Expect.SequenceEqual(Defaults.Expect) ? "expect"
            : check.BodyContains is not null ? "bodyContains"
            : null;
        if (given is not null)
        {
            errors.Add(new($"{path}.{given}", "is of probes by HTTP; one by TCP asks nothing"));
        }
    }

    private static void CheckJitter(HealthCheckOptions check, string path, List<ConfigurationError> errors)
    {
        if (!(check.Jitter.Share is >= 0 and <= 1))
        {
            errors.Add(new(path, FormattableString.Invariant($"{check.Jitter.Share} is out of range: a share from 0 to 1 is allowed")));
        }
        else if (check.Jitter.Time < TimeSpan.Zero || check.Jitter.Around(check.Interval) > check.Interval)
        {
            errors.Add(new(path, "it can be no longer than the interval"));
        }
    }

    private static void CheckTarget(UpstreamOptions upstream, HealthCheckOptions check, string path, List<ConfigurationError> errors)
    {
        if (check.Port is not null && check.Address is not null)
        {
            errors.Add(new($"{path}.port", "excludes \"address\", which has a port of its own"));
        }
        else if (check.Port is not null && upstream.Endpoints.Any(endpoint => endpoint.Address.StartsWith("unix:", StringComparison.Ordinal)))
        {
            errors.Add(new($"{path}.port", "an endpoint of this upstream is a Unix socket, which has no port"));
        }

        if (check.Address is null)
        {
            return;
        }

        if (!NetworkAddress.TryParseEndpoint(check.Address, out var address, out var problem))
        {
            errors.Add(new($"{path}.address", problem));
        }
        else if (!address.IsLiteral)
        {
            errors.Add(new($"{path}.address", $"\"{check.Address}\": an IP address is needed here, as in 10.0.0.1:9000, or unix:/path; a name is not looked up"));
        }
    }
}
