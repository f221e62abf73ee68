namespace Proxy.Core.Configuration;

/// <summary>How far the time between two probes may be off the interval, either way: by a share of it, or by a time.</summary>
/// <param name="Share">A share of the interval, 0 to 1.</param>
/// <param name="Time">A time, which counts beside the share.</param>
public readonly record struct HealthCheckJitter(double Share, TimeSpan Time)
{
    /// <summary>A share of the interval.</summary>
    public static HealthCheckJitter Of(double share) => new(share, TimeSpan.Zero);

    /// <summary>A time.</summary>
    public static HealthCheckJitter Of(TimeSpan time) => new(0, time);

    /// <summary>The most that it makes of an interval.</summary>
    public TimeSpan Around(TimeSpan interval) => (interval * Share) + Time;
}
