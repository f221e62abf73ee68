using System.Runtime.CompilerServices;

namespace Proxy.Core.Upstreams;

/// <summary>
/// How long an endpoint takes to the head of its response: a moving average over time, in which what was long ago counts exponentially less, and bad news at once and
/// in full. All loops write it, without a lock: average and time stand in one word, which is exchanged whole.
/// </summary>
internal struct EndpointLatency
{
    /// <summary>Microseconds that a try counts at least which got no response, and that are expected of an endpoint of which nothing is known but that it is busy.</summary>
    public const long Unanswered = 1_000_000;

    // Milliseconds in which an average loses 63 % of its say to news, or to there being none.
    private const float Memory = 10_000;

    // The same while requests are under way that may not be answered for a reason.
    private const float MemoryWhileBusy = 6 * Memory;

    // Who loses the race so often has other loops' news beside its own, and one more or less does not count.
    private const int MaxRaces = 4;

    // The average in microseconds, a float, above the time in milliseconds; 0 while nothing is known.
    private long _state;

    /// <summary>The average as it stands, in microseconds; 0 while nothing is known.</summary>
    public readonly float Average => AverageOf(Volatile.Read(in _state));

    /// <summary>What the next response may take, in microseconds: the longer nothing was heard, the nearer to nothing, so that who was slow is tried again.</summary>
    /// <param name="now">Milliseconds of the loops' clock.</param>
    /// <param name="inFlight">Tries under way.</param>
    public readonly float Expected(long now, int inFlight)
    {
        var state = Volatile.Read(in _state);
        if (state == 0)
        {
            return inFlight == 0 ? 0 : Unanswered;
        }

        var age = AgeOf(state, now);
        return age == 0 ? AverageOf(state) : AverageOf(state) * MathF.Exp(-age / (inFlight == 0 ? Memory : MemoryWhileBusy));
    }

    /// <summary>A response's head came.</summary>
    /// <param name="microseconds">After so long.</param>
    /// <param name="now">Milliseconds of the loops' clock.</param>
    public void Observe(long microseconds, long now)
    {
        var sample = MathF.Max(1, microseconds);
        for (var i = 0; i < MaxRaces; i++)
        {
            var state = Volatile.Read(ref _state);
            var (average, age) = (AverageOf(state), AgeOf(state, now));
            if (state != 0 && age == 0 && sample < average)
            {
                // Of those within a millisecond the slowest counts, and one of the others: they would not move it.
                return;
            }

            average = sample >= average ? sample : sample + ((average - sample) * MathF.Exp(-age / Memory));
            if (Interlocked.CompareExchange(ref _state, Join(average, now), state) == state)
            {
                return;
            }
        }
    }

    private static long Join(float average, long now) => ((long)BitConverter.SingleToUInt32Bits(average) << 32) | (uint)now;

    private static float AverageOf(long state) => BitConverter.UInt32BitsToSingle((uint)(state >> 32));

    // Clocks of loops differ by a moment.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AgeOf(long state, long now) => Math.Max(0, (int)((uint)now - (uint)state));
}
