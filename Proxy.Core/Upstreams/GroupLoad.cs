using System.Runtime.InteropServices;

namespace Proxy.Core.Upstreams;

/// <summary>What all loops have under way at all endpoints of a group together. On cache lines of its own, and only where a balancer goes by it: every request writes it.</summary>
internal sealed class GroupLoad
{
    private Counter _counter;

    /// <summary>Tries under way; a moment old.</summary>
    public int InFlight => Volatile.Read(ref _counter.InFlight);

    /// <summary>A try begins.</summary>
    public void Begin() => Interlocked.Increment(ref _counter.InFlight);

    /// <summary>A try that began here has ended.</summary>
    public void End() => Interlocked.Decrement(ref _counter.InFlight);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counter
    {
        [FieldOffset(128)]
        public int InFlight;
    }
}
