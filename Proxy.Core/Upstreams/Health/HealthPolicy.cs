using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Health;

/// <summary>The options about the health of an upstream's endpoints, as they are looked at: times in milliseconds, shares from 0 to 1; immutable.</summary>
internal sealed class HealthPolicy
{
    /// <summary>Requests that a silent endpoint has to owe an answer.</summary>
    public const int LeastUnanswered = 3;

    private const int FirstServerError = 500;

    private readonly UInt128 _failureStatuses;

    public HealthPolicy(UpstreamOptions options)
    {
        var passive = options.PassiveHealth;
        Rules = new EligibilityRules(options.PanicThreshold, options.SpillOver);
        SlowStart = Milliseconds(options.SlowStart);
        ConsecutiveFailures = passive.ConsecutiveFailures;
        FailureRate = passive.FailureRate / 100.0;
        (LatencyFactor, LatencyFloor) = (passive.LatencyFactor, Milliseconds(passive.LatencyFloor));
        MaxSilence = Milliseconds(passive.MaxSilence);
        (Interval, MinRequests) = (Math.Max(1, Milliseconds(passive.Window) / TrafficWindow.Intervals), passive.MinRequests);
        (EjectionTime, MaxEjectionTime) = (Milliseconds(passive.EjectionTime), Milliseconds(passive.MaxEjectionTime));
        MaxEjectedPercent = passive.MaxEjected;
        foreach (var status in passive.FailureStatuses)
        {
            _failureStatuses |= UInt128.One << (status - FirstServerError);
        }
    }

    public EligibilityRules Rules { get; }

    public long SlowStart { get; }

    public int ConsecutiveFailures { get; }

    public double FailureRate { get; }

    public int LatencyFactor { get; }

    public long LatencyFloor { get; }

    public long MaxSilence { get; }

    /// <summary>How often endpoints are compared.</summary>
    public long Interval { get; }

    public int MinRequests { get; }

    public long EjectionTime { get; }

    public long MaxEjectionTime { get; }

    public int MaxEjectedPercent { get; }

    /// <summary>Endpoints are compared with each other.</summary>
    public bool Compares => FailureRate > 0 || LatencyFactor > 0 || MaxSilence > 0;

    /// <summary>Nothing is ever held against an endpoint.</summary>
    public bool IsOff => !Compares && ConsecutiveFailures == 0;

    /// <summary>A response of this status, 500 or above, is a failure of its endpoint.</summary>
    public bool IsFailure(int status) => status < FirstServerError + 100 && ((_failureStatuses >> (status - FirstServerError)) & 1) != 0;

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);
}
