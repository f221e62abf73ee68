namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>When each request is meant to be sent: at an even rate, whatever became of those before it (an open loop).</summary>
/// <param name="StartedAt">Timestamp, in nanoseconds, at which the first one is.</param>
/// <param name="Rate">Requests per second.</param>
internal readonly record struct Pacer(long StartedAt, int Rate)
{
    private const long Second = 1_000_000_000;

    /// <summary>The time of a request; the first has number 1.</summary>
    public long IntendedAt(int number) => StartedAt + (number - 1) * Second / Rate;

    /// <summary>The number of the last request whose time has come.</summary>
    public int DueBy(long now) => now < StartedAt ? 0 : (int)(((now - StartedAt) * Rate + Rate - 1) / Second) + 1;
}
