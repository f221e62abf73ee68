namespace Proxy.Core.Configuration;

/// <summary>
/// When an endpoint is taken out for a time, by how the requests go that are sent to it anyway. Only an upstream of several endpoints takes one out. When its time is
/// over it is asked once a second at most, and is back with its first good answer.
/// </summary>
public sealed record PassiveHealthOptions
{
    /// <summary>
    /// Failures in a row, over all loops, that eject an endpoint: default 3, range 0 to 1,000; 0 never does. Failures are connections that cannot be opened or end
    /// before a response, heads that are invalid or late, and the statuses of <see cref="FailureStatuses"/>. A pooled connection that the origin had closed is none,
    /// and neither is what the client gives up.
    /// </summary>
    public int ConsecutiveFailures { get; init; } = 3;

    /// <summary>
    /// Statuses that count as failures, each from 500 to 599: default 502, 503 and 504, by which an origin says itself that it, or what is behind it, does not work.
    /// 500 is most often the fault of one request: with it, whoever finds such a request can have endpoints ejected.
    /// </summary>
    public IReadOnlyList<int> FailureStatuses { get; init; } = [502, 503, 504];

    /// <summary>
    /// Percent of the requests in <see cref="Window"/> that fail, and twice as many as with the middle of its siblings, from which on an endpoint is ejected: default
    /// 50, range 0 to 100; 0 never does.
    /// </summary>
    public int FailureRate { get; init; } = 50;

    /// <summary>
    /// How many times slower than the middle of its siblings an endpoint is, by its mean time to a response's head in <see cref="Window"/>, before it is ejected:
    /// default 10, range 0 to 1,000; 0 never does. Too small, and an endpoint that just gets the heavier requests is ejected.
    /// </summary>
    public int LatencyFactor { get; init; } = 10;

    /// <summary>The mean below which no endpoint counts as slow: default 1 s, range 0 to 1 hour.</summary>
    public TimeSpan LatencyFloor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an endpoint that owes at least 3 answers may say nothing at all, while its siblings answer, before it is ejected: default 10 s, range 0 to 1 hour; 0
    /// never does. It finds what hangs long before <see cref="TimeoutOptions.UpstreamResponseHead"/> is over.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time just past that rates and means are taken over, looked at ten times in its course: default 10 s, range 100 ms to 1 hour.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests an endpoint must have had in <see cref="Window"/> for its rate or mean to say something: default 20, range 1 to 1,000,000.</summary>
    public int MinRequests { get; init; } = 20;

    /// <summary>
    /// How long the first ejection lasts; each further one that much longer, until the endpoint was well for <see cref="MaxEjectionTime"/>: default 5 s, range 1 ms
    /// to 1 day.
    /// </summary>
    public TimeSpan EjectionTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest ejection: default 30 s, range 1 ms to 1 day, not below <see cref="EjectionTime"/>.</summary>
    public TimeSpan MaxEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Percent of the endpoints that may be out at a time, one at least: default 50, range 0 to 100; 0 ejects none. Endpoints that cannot be reached at all are out
    /// whatever their share, since they bear no load; where all are, all are asked.
    /// </summary>
    public int MaxEjected { get; init; } = 50;
}
