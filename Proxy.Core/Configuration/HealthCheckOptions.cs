namespace Proxy.Core.Configuration;

/// <summary>
/// How the endpoints of an upstream are probed. One that fails gets no request until it is well again. Every probe is a connection of its own, which takes no
/// client's place in a pool.
/// </summary>
public sealed record HealthCheckOptions
{
    /// <summary>How an endpoint is asked: default by HTTP. The options from <see cref="Path"/> to <see cref="BodyContains"/> are of HTTP.</summary>
    public HealthCheckKind Kind { get; init; } = HealthCheckKind.Http;

    /// <summary>What is asked for, with a query if need be: default <c>/</c>. It should cost the origin little, and fail where the origin cannot serve.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The method, anything but CONNECT: default GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What stands in Host; default null, the endpoint as it was written.</summary>
    public string? Host { get; init; }

    /// <summary>The status codes of an endpoint that is well, 200 to 599: default 2xx. A redirection is none unless it is named.</summary>
    public IReadOnlyList<StatusRange> Expect { get; init; } = [new(200, 299)];

    /// <summary>
    /// What the body has to contain, in UTF-8, among its first 64 KiB; at most 1,024 characters. Default null: any body, but what comes of it has to be whole.
    /// </summary>
    public string? BodyContains { get; init; }

    /// <summary>From the beginning of one probe to that of the next, on average: default 5 s, range 100 ms to 24 h.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far each interval may be off, so that probes of many endpoints, and of many proxies, do not come together: default a tenth of it.</summary>
    public HealthCheckJitter Jitter { get; init; } = HealthCheckJitter.Of(0.1);

    /// <summary>The most a probe may take, from the connecting to the body's end: default 2 s, range 1 ms to 10 min. Timers go by steps of 50 ms.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Good probes in a row after which an endpoint that was down is up again: default 2, range 1 to 1,000.</summary>
    public int HealthyAfter { get; init; } = 2;

    /// <summary>Bad probes in a row after which an endpoint is down: default 3, range 1 to 1,000. With 1, a single lost packet takes it out.</summary>
    public int UnhealthyAfter { get; init; } = 3;

    /// <summary>The port that is probed, 1 to 65,535; default null, that of the endpoint.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// Whom to probe in place of every endpoint: <c>ip:port</c> or <c>unix:/path</c>, not a name, which nobody would look up. Default null, each for itself.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>
    /// What is believed of a new endpoint: default up. At the proxy's start all endpoints are new, and to refuse requests until the first probes are answered would
    /// be an outage of the proxy's own; requests that fail meanwhile are tried elsewhere. What stays in a reload keeps its state.
    /// </summary>
    public InitialHealth Initial { get; init; } = InitialHealth.Up;
}
