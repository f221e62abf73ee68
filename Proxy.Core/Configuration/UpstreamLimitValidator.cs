namespace Proxy.Core.Configuration;

/// <summary>Finds what is wrong with the limits of an upstream.</summary>
internal static class UpstreamLimitValidator
{
    public static void Check(UpstreamOptions upstream, string path, List<ConfigurationError> errors)
    {
        var most = Math.Min(upstream.MaxIdleConnections, upstream.MaxConnections);
        if (upstream.MinIdleConnections > most)
        {
            errors.Add(new($"{path}.minIdleConnections", $"{upstream.MinIdleConnections} connections cannot be kept idle where at most {most} may be"));
        }

        if (upstream.CircuitBreaker is { } breaker)
        {
            OptionsValidator.CheckRanges(OptionRanges.CircuitBreaker, breaker, $"{path}.circuitBreaker", errors);
            if (breaker.Failures is null && breaker.FailureRate is null)
            {
                errors.Add(new($"{path}.circuitBreaker", "\"failures\" or \"failureRate\" is needed: nothing opens it otherwise"));
            }
        }

        if (upstream.AdaptiveConcurrency is { } adaptive)
        {
            OptionsValidator.CheckRanges(OptionRanges.AdaptiveConcurrency, adaptive, $"{path}.adaptiveConcurrency", errors);
            if (adaptive.MinLimit > adaptive.MaxLimit)
            {
                errors.Add(new($"{path}.adaptiveConcurrency.minLimit", $"{adaptive.MinLimit} is more than \"maxLimit\", {adaptive.MaxLimit}"));
            }
        }
    }
}
