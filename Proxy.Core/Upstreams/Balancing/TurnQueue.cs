namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Turns by weight, each as far from the last of its own as its share says: whoever is due first is next, and due again after a time that is the shorter the greater
/// its weight. A heap, so that a turn costs the logarithm of how many there are.
/// </summary>
internal sealed class TurnQueue
{
    // The time from turn to turn of whoever has weight 1.
    private const long Unit = 1L << 40;

    private readonly Turn[] _heap;
    private readonly long[] _strides;
    private long _now;

    private TurnQueue(long[] strides, long[] waits)
    {
        _strides = strides;
        _heap = [.. waits.Select((wait, i) => new Turn(wait, i))];
        for (var i = (_heap.Length / 2) - 1; i >= 0; i--)
        {
            Sink(i);
        }
    }

    /// <summary>A queue that begins: those of one weight are spread over the time to their next turn.</summary>
    /// <param name="weights">The weights, at least one, none below 1.</param>
    public static TurnQueue Begin(IReadOnlyList<int> weights) => new(StridesOf(weights), Spread(weights));

    /// <summary>A queue that goes on where another stands.</summary>
    /// <param name="weights">The weights, at least one, none below 1.</param>
    /// <param name="before">The other.</param>
    /// <param name="places">Where each was in the other, or -1.</param>
    public static TurnQueue Follow(IReadOnlyList<int> weights, TurnQueue before, IReadOnlyList<int> places)
    {
        var (strides, waits, old) = (StridesOf(weights), Spread(weights), before.Waits());
        for (var i = 0; i < waits.Length; i++)
        {
            // Under another weight it has waited for the same part of its turn.
            waits[i] = places[i] is not (>= 0 and var place) ? waits[i]
                : before._strides[place] == strides[i] ? old[place]
                : (long)((double)old[place] * strides[i] / before._strides[place]);
        }

        return new(strides, waits);
    }

    /// <summary>Whose turn it is.</summary>
    public int Next()
    {
        var turn = _heap[0];
        _now = turn.Due;
        _heap[0] = turn with { Due = turn.Due + _strides[turn.Index] };
        Sink(0);
        return turn.Index;
    }

    private static long[] StridesOf(IReadOnlyList<int> weights) => [.. weights.Select(weight => Math.Max(1, Unit / weight))];

    private static long[] Spread(IReadOnlyList<int> weights)
    {
        var (counts, ranks) = (new Dictionary<int, int>(), new int[weights.Count]);
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = counts.GetValueOrDefault(weights[i]);
            counts[weights[i]] = ranks[i] + 1;
        }

        return [.. weights.Select((weight, i) => (long)(Unit / weight * ((ranks[i] + 0.5) / counts[weight])))];
    }

    private long[] Waits()
    {
        var waits = new long[_heap.Length];
        foreach (var turn in _heap)
        {
            waits[turn.Index] = turn.Due - _now;
        }

        return waits;
    }

    private void Sink(int at)
    {
        var (heap, sinking) = (_heap, _heap[at]);
        for (var child = (2 * at) + 1; child < heap.Length; child = (2 * at) + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1].IsBefore(heap[child]))
            {
                child++;
            }

            if (!heap[child].IsBefore(sinking))
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = sinking;
    }

    private readonly record struct Turn(long Due, int Index)
    {
        // Time goes round once in some million turns; no two in the queue are further apart than one stride.
        public bool IsBefore(in Turn other) => Due == other.Due ? Index < other.Index : Due - other.Due < 0;
    }
}
