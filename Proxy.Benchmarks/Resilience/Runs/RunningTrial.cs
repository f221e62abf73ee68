using System.Diagnostics;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>A trial under load, for whoever wants something to happen in it.</summary>
/// <param name="Origins">The origins.</param>
/// <param name="StartedAt">Timestamp of the first request.</param>
internal sealed record RunningTrial(IReadOnlyList<OriginProcess> Origins, long StartedAt)
{
    private const long Second = 1_000_000_000;

    public long TimestampAt(double seconds) => StartedAt + (long)(seconds * Second);

    /// <summary>Waits until a time after the first request.</summary>
    public Task WaitUntilAsync(double seconds, CancellationToken cancellation) => WaitUntilAsync(TimestampAt(seconds), cancellation);

    public static async Task WaitUntilAsync(long timestamp, CancellationToken cancellation)
    {
        var left = timestamp - Stopwatch.GetTimestamp();
        if (left > 0)
            await Task.Delay(TimeSpan.FromMicroseconds(left / 1000.0), cancellation);
    }
}
