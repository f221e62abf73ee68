using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].retry</c>.</summary>
internal static class RouteRetrySection
{
    private const string Absent = "as in the upstream's `retry`";

    public static ObjectBinder<RouteRetryOptions> Binder { get; } =
        new ObjectBinder<RouteRetryOptions>("What is tried again of this route's requests, where that differs from the upstream's `retry`.", new(), OptionRanges.RouteRetry)
        .Key("attempts", Values.Int32, retry => retry.Attempts ?? 0, (retry, value) => retry with { Attempts = value }, RetrySection.AboutAttempts, absent: Absent)
        .Key("on", RetrySection.On, retry => retry.On ?? default, (retry, value) => retry with { On = value }, RetrySection.AboutOn, absent: Absent)
        .Key("statuses", RetrySection.Statuses, retry => retry.Statuses, (retry, value) => retry with { Statuses = value }, RetrySection.AboutStatuses, absent: Absent)
        .Key(
            "perTryTimeout",
            Values.Duration,
            retry => retry.PerTryTimeout ?? default,
            (retry, value) => retry with { PerTryTimeout = value },
            RetrySection.AboutPerTry,
            absent: Absent)
        .Key(
            "backOff",
            RetrySection.BackOff.Reader,
            retry => retry.BackOff,
            (retry, value) => retry with { BackOff = value },
            RetrySection.AboutBackOff,
            absent: Absent)
        .Key(
            "maxBodyBytes",
            Values.SizeInt32,
            retry => retry.MaxBodyBytes ?? 0,
            (retry, value) => retry with { MaxBodyBytes = value },
            RetrySection.AboutBody,
            absent: Absent);
}
