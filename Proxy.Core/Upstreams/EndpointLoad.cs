using System.Runtime.InteropServices;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Core.Upstreams;

/// <summary>
/// What all loops put on one endpoint, counted by atomics. It has its cache lines to itself: loops write it with every request, and neither what is read beside it
/// nor another endpoint's may pay for that.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Spacing)]
internal struct EndpointLoad
{
    /// <summary>How long it takes, where somebody balances by that.</summary>
    [FieldOffset(Spacing + sizeof(long))]
    public EndpointLatency Latency;

    // Two lines: processors fetch them in pairs.
    private const int Spacing = 128;

    [FieldOffset(Spacing)]
    private int _inFlight;

    /// <summary>Tries under way, tunnels included; a moment old.</summary>
    public readonly int InFlight => Volatile.Read(in _inFlight);

    /// <summary>A try begins.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>A try begins, where fewer than so many are under way.</summary>
    public bool TryBegin(int most) => BoundedCount.TryIncrement(ref _inFlight, most);

    /// <summary>A try has ended.</summary>
    public void End() => Interlocked.Decrement(ref _inFlight);
}
