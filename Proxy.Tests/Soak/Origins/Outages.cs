using System.Collections.Concurrent;
using System.Diagnostics;

namespace Proxy.Tests.Soak.Origins;

/// <summary>Times at which no origin takes connections.</summary>
internal sealed class Outages
{
    private readonly ConcurrentQueue<(long From, long To)> _past = new();
    private long _since = long.MaxValue;

    /// <summary>Whether an outage touched the time between then and now.</summary>
    public bool Touch(long since) => Volatile.Read(ref _since) != long.MaxValue || _past.Any(outage => outage.To >= since);

    public async Task HoldAsync(IReadOnlyList<SoakOrigin> origins, TimeSpan length, CancellationToken cancellation)
    {
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        foreach (var origin in origins)
        {
            origin.StopListening();
        }

        try
        {
            await Task.Delay(length, cancellation);
        }
        finally
        {
            foreach (var origin in origins)
            {
                origin.Listen();
            }

            _past.Enqueue((_since, Stopwatch.GetTimestamp()));
            Volatile.Write(ref _since, long.MaxValue);
        }
    }
}
