using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.circuitBreaker</c>.</summary>
internal static class CircuitBreakerSection
{
    public static ObjectBinder<CircuitBreakerOptions> Binder { get; } =
        new ObjectBinder<CircuitBreakerOptions>(
            "When an upstream that fails as a whole is asked no more for a while; one of `failures` and `failureRate` is needed.", new(), OptionRanges.CircuitBreaker)
        .Key(
            "failures",
            Values.OrNull(Values.Int32, "off"),
            breaker => breaker.Failures,
            (breaker, value) => breaker with { Failures = value },
            "Failed tries within `window` that open the circuit: those without a response, or with one of 500 to 599.")
        .Key(
            "failureRate",
            Values.OrNull(Values.Int32, "off"),
            breaker => breaker.FailureRate,
            (breaker, value) => breaker with { FailureRate = value },
            "The share of failed tries within `window`, in percent, that opens the circuit, once there were `minRequests`.")
        .Key(
            "minRequests",
            Values.Int32,
            breaker => breaker.MinRequests,
            (breaker, value) => breaker with { MinRequests = value },
            "Tries within `window` before `failureRate` says anything.")
        .Key(
            "window",
            Values.Duration,
            breaker => breaker.Window,
            (breaker, value) => breaker with { Window = value },
            "How far back is looked.")
        .Key(
            "openFor",
            Values.Duration,
            breaker => breaker.OpenFor,
            (breaker, value) => breaker with { OpenFor = value },
            "How long nobody is asked: 503 with `Retry-After`.")
        .Key(
            "halfOpenRequests",
            Values.Int32,
            breaker => breaker.HalfOpenRequests,
            (breaker, value) => breaker with { HalfOpenRequests = value },
            "Tries let through after that. Where all succeed the circuit is closed, where one fails it is open for as long again.");
}
