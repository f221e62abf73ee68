using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.passiveHealth</c>.</summary>
internal static class PassiveHealthSection
{
    public static ObjectBinder<PassiveHealthOptions> Binder { get; } =
        new ObjectBinder<PassiveHealthOptions>(
            "When an endpoint is ejected for a time, by how requests to it go. After that it is asked once a second at most, and is back with its first good answer.",
            new(),
            OptionRanges.PassiveHealth)
        .Key(
            "consecutiveFailures",
            Values.Int32,
            health => health.ConsecutiveFailures,
            (health, value) => health with { ConsecutiveFailures = value },
            "Failures in a row that eject an endpoint: no connection, a connection that ends before a response, a late or invalid head, a failing status. 0 never does.")
        .Key(
            "failureStatuses",
            Collections.ListOf(Values.Int32, 503),
            health => health.FailureStatuses,
            (health, value) => health with { FailureStatuses = value },
            "Statuses that count as failures, each from 500 to 599. With 500 among them, whoever finds a request that breaks can have endpoints ejected.")
        .Key(
            "failureRate",
            Values.Int32,
            health => health.FailureRate,
            (health, value) => health with { FailureRate = value },
            "Percent of the requests in the window that fail, if that is also twice as many as with most siblings, from which on an endpoint is ejected. 0 never does.")
        .Key(
            "latencyFactor",
            Values.Int32,
            health => health.LatencyFactor,
            (health, value) => health with { LatencyFactor = value },
            "How many times slower than the middle of its siblings an endpoint may be, by its mean time to a response's head. 0 for any.")
        .Key(
            "latencyFloor",
            Values.Duration,
            health => health.LatencyFloor,
            (health, value) => health with { LatencyFloor = value },
            "The mean below which no endpoint counts as slow.")
        .Key(
            "maxSilence",
            Values.Duration,
            health => health.MaxSilence,
            (health, value) => health with { MaxSilence = value },
            "How long an endpoint that owes 3 answers or more may say nothing while its siblings answer. `\"0ms\"` for ever.")
        .Key(
            "window",
            Values.Duration,
            health => health.Window,
            (health, value) => health with { Window = value },
            "The time just past that rates and means are taken over.")
        .Key(
            "minRequests",
            Values.Int32,
            health => health.MinRequests,
            (health, value) => health with { MinRequests = value },
            "Requests in the window below which an endpoint's rate and mean say nothing.")
        .Key(
            "ejectionTime",
            Values.Duration,
            health => health.EjectionTime,
            (health, value) => health with { EjectionTime = value },
            "How long the first ejection lasts. Each further one lasts that much longer, until the endpoint was well for `maxEjectionTime`.")
        .Key(
            "maxEjectionTime",
            Values.Duration,
            health => health.MaxEjectionTime,
            (health, value) => health with { MaxEjectionTime = value },
            "The longest ejection.")
        .Key(
            "maxEjected",
            Values.Int32,
            health => health.MaxEjected,
            (health, value) => health with { MaxEjected = value },
            "Percent of the endpoints, one at least, that may be out at a time; 0 for none. What cannot be reached at all is out whatever its share.");
}
