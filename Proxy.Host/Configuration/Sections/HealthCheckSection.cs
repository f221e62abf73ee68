using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>upstreams.NAME.healthCheck</c>.</summary>
internal static class HealthCheckSection
{
    private static readonly Dictionary<string, HealthCheckKind> Kinds = new(StringComparer.Ordinal)
    {
        ["http"] = HealthCheckKind.Http,
        ["tcp"] = HealthCheckKind.Tcp,
    };

    private static readonly Dictionary<string, InitialHealth> Initials = new(StringComparer.Ordinal)
    {
        ["up"] = InitialHealth.Up,
        ["probeFirst"] = InitialHealth.ProbeFirst,
    };

    private static readonly ObjectBinder<HealthCheckOptions> Request = new ObjectBinder<HealthCheckOptions>("What is asked.", new())
        .Key(
            "type",
            Values.OneOf("type", Kinds),
            check => check.Kind,
            (check, value) => check with { Kind = value },
            "`\"http\"` sends a request and looks at the answer; `\"tcp\"` is content with a connection, and the keys from `path` to `bodyContains` are not for it.")
        .Key(
            "path",
            Values.Text,
            check => check.Path,
            (check, value) => check with { Path = value },
            "What is asked for, with a query if need be. It should cost the origin little, and fail where the origin cannot serve.")
        .Key("method", Values.Text, check => check.Method, (check, value) => check with { Method = value }, "The method, anything but CONNECT.")
        .Key(
            "host",
            Values.Text,
            check => check.Host,
            (check, value) => check with { Host = value },
            "What stands in `Host`.",
            absent: "the endpoint's address, or name")
        .Key(
            "expect",
            Collections.ListOf(StatusValue.Reader, new StatusRange(200, 299)),
            check => check.Expect,
            (check, value) => check with { Expect = value },
            "The status codes of an endpoint that is well: `200`, `\"2xx\"`, `\"200-204\"`. A redirection is none unless it is named.")
        .Key(
            "bodyContains",
            Values.Text,
            check => check.BodyContains,
            (check, value) => check with { BodyContains = value },
            "A text that the body has to contain, in UTF-8, among its first 64 KiB.",
            absent: "any body, but what comes of it has to be whole");

    public static ObjectBinder<HealthCheckOptions> Binder { get; } =
        new ObjectBinder<HealthCheckOptions>("Probes of endpoints, each on a connection of its own.", new(), OptionRanges.HealthCheck)
        .Keys(Request, check => check, (_, value) => value)
        .Key(
            "interval",
            Values.Duration,
            check => check.Interval,
            (check, value) => check with { Interval = value },
            "From the beginning of one probe to that of the next, on average.")
        .Key(
            "jitter",
            JitterValue.Reader,
            check => check.Jitter,
            (check, value) => check with { Jitter = value },
            "How far each interval may be off, either way, so that probes of many endpoints and many proxies do not come together: a share of it, or a time.")
        .Key(
            "timeout",
            Values.Duration,
            check => check.Timeout,
            (check, value) => check with { Timeout = value },
            "The most a probe may take, from the connecting to the body's end. Timers go by steps of 50 ms.")
        .Key(
            "healthyAfter",
            Values.Int32,
            check => check.HealthyAfter,
            (check, value) => check with { HealthyAfter = value },
            "Good probes in a row after which an endpoint that was down is up again.")
        .Key(
            "unhealthyAfter",
            Values.Int32,
            check => check.UnhealthyAfter,
            (check, value) => check with { UnhealthyAfter = value },
            "Bad probes in a row after which an endpoint is down. With 1, a single lost packet takes it out.")
        .Key(
            "port",
            Values.OrNull(Values.Int32, "the endpoint's"),
            check => check.Port,
            (check, value) => check with { Port = value },
            "The port that is probed.")
        .Key(
            "address",
            Values.Text,
            check => check.Address,
            (check, value) => check with { Address = value },
            "Whom to probe in place of every endpoint: `ip:port` or `unix:/path`, not a name.",
            absent: "each endpoint for itself")
        .Key(
            "initial",
            Values.OneOf("initial", Initials),
            check => check.Initial,
            (check, value) => check with { Initial = value },
            "What is believed of a new endpoint: that it is up until probes say otherwise, or nothing, so that it gets no request before its first good probe. "
            + "At the start every endpoint is new; what stays in a reload keeps its state.")
        .Exclude("port", "address");
}
