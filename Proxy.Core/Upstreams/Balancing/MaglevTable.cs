using Proxy.Core.Routing;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Endpoints by hash (Maglev hashing): a table in which each endpoint has as many slots as its weight says, and takes them, turn by turn, in an order of its own. Who comes
/// or goes moves hardly a slot between the others, and the table is the same in every process that has the same endpoints, in whatever order. Immutable.
/// </summary>
internal sealed class MaglevTable
{
    /// <summary>
    /// Slots: a prime, so that every step goes round to all of them. One number for any count of endpoints, since another one would move nearly every key.
    /// </summary>
    public const int Slots = 65537;

    private const ushort Free = ushort.MaxValue;

    private readonly ushort[] _slots;

    /// <param name="endpoints">The endpoints, at least one. Those past the 65,535th get no slot.</param>
    /// <param name="weights">Their weights, none below 1.</param>
    public MaglevTable(ReadOnlySpan<Endpoint> endpoints, ReadOnlySpan<int> weights)
    {
        var seeds = SeedsOf(endpoints[..Math.Min(endpoints.Length, Free)]);
        var order = Enumerable.Range(0, seeds.Length).ToArray();
        Array.Sort((ulong[])seeds.Clone(), order);
        var ordered = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            ordered[i] = weights[order[i]];
        }

        _slots = Fill(order, seeds, TurnQueue.Begin(ordered));
    }

    /// <summary>Whose the hash is.</summary>
    public int IndexOf(ulong hash) => _slots[(int)(((hash >> 32) * Slots) >> 32)];

    private static ushort[] Fill(int[] order, ulong[] seeds, TurnQueue turns)
    {
        var (slots, next, step) = (new ushort[Slots], new int[order.Length], new int[order.Length]);
        Array.Fill(slots, Free);
        for (var i = 0; i < order.Length; i++)
        {
            next[i] = (int)(seeds[i] % Slots);
            step[i] = 1 + (int)(StableHash.Finish(seeds[i]) % (Slots - 1));
        }

        for (var filled = 0; filled < Slots; filled++)
        {
            var turn = order[turns.Next()];
            var at = next[turn];
            while (slots[at] != Free)
            {
                at = Following(at, step[turn]);
            }

            slots[at] = (ushort)turn;
            next[turn] = Following(at, step[turn]);
        }

        return slots;
    }

    private static int Following(int slot, int step) => slot + step < Slots ? slot + step : slot + step - Slots;

    // One that is named twice is two, which want slots of their own.
    private static ulong[] SeedsOf(ReadOnlySpan<Endpoint> endpoints)
    {
        var (seeds, taken) = (new ulong[endpoints.Length], new HashSet<ulong>());
        for (var i = 0; i < seeds.Length; i++)
        {
            seeds[i] = endpoints[i].Seed;
            while (!taken.Add(seeds[i]))
            {
                seeds[i] = StableHash.Finish(seeds[i] + 1);
            }
        }

        return seeds;
    }
}
