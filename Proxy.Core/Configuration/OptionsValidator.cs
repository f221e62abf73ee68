namespace Proxy.Core.Configuration;

/// <summary>Finds everything wrong with a set of options before anything is started.</summary>
public static class OptionsValidator
{
    /// <summary>Every error, in the order of the options; empty when the set can be run.</summary>
    public static IReadOnlyList<ConfigurationError> Validate(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<ConfigurationError>();
        CheckListeners(options, errors);
        RouteValidator.Check(options, errors);
        ActionValidator.Check(options, errors);
        CheckUpstreams(options, errors);
        HealthValidator.CheckZone(options.Zone, "zone", errors);
        IdentityValidator.Check(options, errors);
        CheckRanges(OptionRanges.Limits, options.Limits, "limits", errors);
        CheckRanges(OptionRanges.Timeouts, options.Timeouts, "timeouts", errors);
        CheckRanges(OptionRanges.Proxy, options, "", errors);
        CheckTransport(options.Transport, errors);
        CheckAccessLog(options.AccessLog, errors);
        return errors;
    }

    private static void CheckListeners(ProxyOptions options, List<ConfigurationError> errors)
    {
        var addresses = new ListenerAddresses();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listener in options.Listeners)
        {
            var path = $"listeners.{listener.Name}";
            if (!names.Add(listener.Name))
            {
                errors.Add(new(path, "the name is used twice"));
            }

            CheckRanges(OptionRanges.Listener, listener, path, errors);
            if (!NetworkAddress.TryParse(listener.Address, out var address, out var problem))
            {
                errors.Add(new($"{path}.address", problem));
            }
            else if (addresses.Claim(address, listener.Name) is var (taken, name))
            {
                var conflict = taken == address ? $"{address} is already taken" : $"{address} cannot be opened beside {taken}, which is taken";
                errors.Add(new($"{path}.address", $"{conflict} by listener \"{name}\"") { Other = $"listeners.{name}.address" });
            }
        }
    }

    private static void CheckUpstreams(ProxyOptions options, List<ConfigurationError> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var upstream in options.Upstreams)
        {
            var path = $"upstreams.{upstream.Name}";
            if (!names.Add(upstream.Name))
            {
                errors.Add(new(path, "the name is used twice"));
            }

            if (upstream.Endpoints.Count == 0)
            {
                errors.Add(new($"{path}.endpoints", "at least one endpoint is needed, for example \"127.0.0.1:9001\""));
            }

            for (var i = 0; i < upstream.Endpoints.Count; i++)
            {
                CheckEndpoint(upstream.Endpoints[i], $"{path}.endpoints[{i}]", errors);
            }

            CheckRanges(OptionRanges.Upstream, upstream, path, errors);
            RetryValidator.Check(upstream.Retry, $"{path}.retry", errors);
            ResolveValidator.Check(upstream.Resolve, $"{path}.resolve", errors);
            OriginValidator.Check(upstream, path, errors);
            HealthValidator.Check(upstream, path, errors);
            HealthValidator.CheckZone(upstream.Zone, $"{path}.zone", errors);
            BalanceValidator.Check(upstream, path, errors);
            HealthCheckValidator.Check(upstream, $"{path}.healthCheck", errors);
            UpstreamLimitValidator.Check(upstream, path, errors);
        }
    }

    private static void CheckEndpoint(EndpointOptions endpoint, string path, List<ConfigurationError> errors)
    {
        if (SourceAddress.IsMeant(endpoint.Address))
        {
            ResolveValidator.Check(endpoint, path, errors);
        }
        else if (HasUrlPath(endpoint.Address))
        {
            errors.Add(new($"{path}.address", $"\"{endpoint.Address}\": a path is not allowed here; requests keep their own"));
        }
        else if (!NetworkAddress.TryParseEndpoint(endpoint.Address, out _, out var problem))
        {
            errors.Add(new($"{path}.address", problem));
        }

        CheckRanges(OptionRanges.Endpoint, endpoint, path, errors);
        HealthValidator.CheckZone(endpoint.Zone, $"{path}.zone", errors);
    }

    // The one slash a browser puts behind a host is no path.
    private static bool HasUrlPath(string address)
    {
        const string http = "http://";
        return address.StartsWith(http, StringComparison.OrdinalIgnoreCase)
            && address.IndexOf('/', http.Length) is > 0 and var slash
            && slash < address.Length - 1;
    }

    private static void CheckTransport(TransportOptions transport, List<ConfigurationError> errors)
    {
        if (transport.Kind == TransportKind.Epoll && !OperatingSystem.IsLinux())
        {
            errors.Add(new("transport", "\"epoll\" needs Linux; use \"managed\" here"));
        }
    }

    private static void CheckAccessLog(AccessLogOptions? log, List<ConfigurationError> errors)
    {
        if (log is null)
        {
            return;
        }

        if (log.Path.Length == 0 || log.Path.Contains('\0'))
        {
            errors.Add(new("accessLog.path", "a file's name is needed, or \"-\" for standard output"));
        }

        CheckRanges(OptionRanges.AccessLog, log, "accessLog", errors);
    }

    /// <summary>Tells every range of the table that the options are past; the path is that of their section, empty for the whole.</summary>
    internal static void CheckRanges<T>(IReadOnlyList<OptionRange<T>> ranges, T options, string path, List<ConfigurationError> errors)
    {
        foreach (var range in ranges)
        {
            if (range.Problem(options) is { } problem)
            {
                errors.Add(new(path.Length == 0 ? range.Key : $"{path}.{range.Key}", problem));
            }
        }
    }
}
