namespace Proxy.Core.Configuration;

/// <summary>
/// When an upstream as a whole is asked no more for a while. Off by default: an ill endpoint among well ones is for health checks to leave out; this is for an upstream that is
/// ill altogether, behind which requests would only pile up.
/// </summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>
    /// Failed tries within <see cref="Window"/> that open the circuit: default off (null), range from 1. A failed try is one without a response, or with one of 500 to 599.
    /// </summary>
    public int? Failures { get; init; }

    /// <summary>
    /// The share of failed tries within <see cref="Window"/>, in percent, that opens the circuit: default off (null), range 1 to 100. Counts only once there were
    /// <see cref="MinRequests"/> tries. One of the two is needed.
    /// </summary>
    public int? FailureRate { get; init; }

    /// <summary>Tries within <see cref="Window"/> before <see cref="FailureRate"/> says anything: default 20, range from 1.</summary>
    public int MinRequests { get; init; } = 20;

    /// <summary>How far back is looked: default 10 s, range 100 ms to 1 h.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nobody is asked: default 5 s, range 1 ms to 24 h. Meanwhile requests are answered 503 with <c>Retry-After</c>.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Tries that are let through after that: default 3, range from 1. Where all of them succeed the circuit is closed, where one fails it is open for as long again.
    /// </summary>
    public int HalfOpenRequests { get; init; } = 3;
}
