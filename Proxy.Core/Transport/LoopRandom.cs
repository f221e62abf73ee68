namespace Proxy.Core.Transport;

/// <summary>
/// Numbers of one loop that look random (SplitMix64: a counter, its bits spread). Neither lock nor thread-local look-up; nothing secret may rest on them.
/// </summary>
internal sealed class LoopRandom
{
    private ulong _state;

    public LoopRandom(ulong seed) => _state = seed;

    /// <summary>A number from 0 on, below this one.</summary>
    public int Next(int below) => (int)(((NextBits() >> 32) * (ulong)below) >> 32);

    /// <summary>64 bits, each as likely as not.</summary>
    public ulong NextBits()
    {
        var value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
