namespace Proxy.Core.Upstreams.Health;

/// <summary>What the health of all upstreams of a proxy has come to since its start.</summary>
internal sealed class HealthTotals
{
    private long _ejections;
    private long _panics;
    private int _panicking;

    /// <summary>How often an endpoint was ejected.</summary>
    public long Ejections => Interlocked.Read(ref _ejections);

    /// <summary>How often an upstream fell into panic.</summary>
    public long Panics => Interlocked.Read(ref _panics);

    /// <summary>Upstreams that are in panic now.</summary>
    public int Panicking => Volatile.Read(ref _panicking);

    public void CountEjection() => Interlocked.Increment(ref _ejections);

    public void BeginPanic()
    {
        Interlocked.Increment(ref _panics);
        Interlocked.Increment(ref _panicking);
    }

    public void EndPanic() => Interlocked.Decrement(ref _panicking);
}
