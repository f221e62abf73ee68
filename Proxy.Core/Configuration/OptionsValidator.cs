using System.Globalization;

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
        CheckUpstreams(options, errors);
        CheckLimits(options.Limits, errors);
        CheckTimeouts(options.Timeouts, errors);
        CheckTransport(options.Transport, errors);
        return errors;
    }

    private static void CheckListeners(ProxyOptions options, List<ConfigurationError> errors)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listener in options.Listeners)
        {
            var path = $"listeners.{listener.Name}";
            if (!names.Add(listener.Name))
            {
                errors.Add(new(path, "the name is used twice"));
            }

            CheckRange(errors, $"{path}.backlog", listener.Backlog, 1, 65535);
            if (!NetworkAddress.TryParse(listener.Address, out var address, out var problem))
            {
                errors.Add(new($"{path}.address", problem));
            }
            else if (address.Port != 0 && !addresses.TryAdd(address.ToString(), listener.Name))
            {
                errors.Add(new($"{path}.address", $"{address} is already taken by listener \"{addresses[address.ToString()]}\""));
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

            CheckRange(errors, $"{path}.maxConnections", upstream.MaxConnections, 1, 65535);
            CheckRange(errors, $"{path}.maxIdleConnections", upstream.MaxIdleConnections, 0, 65535);
            CheckRange(errors, $"{path}.maxQueuedRequests", upstream.MaxQueuedRequests, 0, 1_000_000);
            CheckRange(errors, $"{path}.retry.attempts", upstream.Retry.Attempts, 1, 10);
        }
    }

    private static void CheckEndpoint(EndpointOptions endpoint, string path, List<ConfigurationError> errors)
    {
        if (HasUrlPath(endpoint.Address))
        {
            errors.Add(new($"{path}.address", $"\"{endpoint.Address}\": a path is not allowed here; requests keep their own"));
        }
        else if (!NetworkAddress.TryParseEndpoint(endpoint.Address, out _, out var problem))
        {
            errors.Add(new($"{path}.address", problem));
        }

        CheckRange(errors, $"{path}.weight", endpoint.Weight, 1, 1000);
    }

    // The one slash a browser puts behind a host is no path.
    private static bool HasUrlPath(string address)
    {
        const string http = "http://";
        return address.StartsWith(http, StringComparison.OrdinalIgnoreCase)
            && address.IndexOf('/', http.Length) is > 0 and var slash
            && slash < address.Length - 1;
    }

    private static void CheckLimits(LimitOptions limits, List<ConfigurationError> errors)
    {
        CheckRange(errors, "limits.maxStartLineBytes", limits.MaxStartLineBytes, 64, 16 * 1024);
        CheckRange(errors, "limits.maxHeaderBytes", limits.MaxHeaderBytes, 256, 32 * 1024);
        CheckRange(errors, "limits.maxFields", limits.MaxFields, 1, 1000);
        CheckRange(errors, "limits.maxRequestBodyBytes", limits.MaxRequestBodyBytes ?? 0, 0, long.MaxValue);
        CheckRange(errors, "limits.maxConnections", limits.MaxConnections ?? 1, 1, int.MaxValue);
        CheckRange(errors, "limits.maxRequestsPerConnection", limits.MaxRequestsPerConnection ?? 1, 1, int.MaxValue);
        CheckRange(errors, "limits.maxInterimResponses", limits.MaxInterimResponses, 0, 1000);
        CheckRange(errors, "limits.minDataRate", limits.MinDataRate, 0, int.MaxValue);
    }

    private static void CheckTimeouts(TimeoutOptions timeouts, List<ConfigurationError> errors)
    {
        CheckDuration(errors, "requestHead", timeouts.RequestHead);
        CheckDuration(errors, "keepAlive", timeouts.KeepAlive);
        CheckDuration(errors, "clientIdle", timeouts.ClientIdle);
        CheckDuration(errors, "dataRateGrace", timeouts.DataRateGrace);
        CheckDuration(errors, "upstreamConnect", timeouts.UpstreamConnect);
        CheckDuration(errors, "upstreamQueue", timeouts.UpstreamQueue);
        CheckDuration(errors, "upstreamResponseHead", timeouts.UpstreamResponseHead);
        CheckDuration(errors, "upstreamBodyIdle", timeouts.UpstreamBodyIdle);
        CheckDuration(errors, "upstreamPoolIdle", timeouts.UpstreamPoolIdle);
        CheckDuration(errors, "tunnelIdle", timeouts.TunnelIdle);
        CheckDuration(errors, "drain", timeouts.Drain);
    }

    private static void CheckTransport(TransportOptions transport, List<ConfigurationError> errors)
    {
        CheckRange(errors, "threads", transport.Threads ?? 1, 1, 256);
        if (transport.Kind == TransportKind.Epoll && !OperatingSystem.IsLinux())
        {
            errors.Add(new("transport", "\"epoll\" needs Linux; use \"managed\" here"));
        }
    }

    private static void CheckDuration(List<ConfigurationError> errors, string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            errors.Add(new($"timeouts.{name}", $"{Written(value)} is out of range: more than 0 and at most 24h is allowed"));
        }
    }

    // As configuration files have it, in the largest unit that leaves a whole number.
    private static string Written(TimeSpan value)
    {
        foreach (var (unit, ticks) in new[] { ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond) })
        {
            if (value.Ticks != 0 && value.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms");
    }

    private static void CheckRange(List<ConfigurationError> errors, string path, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            errors.Add(new(path, $"{value} is out of range: {min} to {max} is allowed"));
        }
    }
}
