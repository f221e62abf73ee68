using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Draws by weight in the same time however many there are (the alias method): every endpoint has a slot of equal size, of which it keeps what its share fills,
/// and the rest goes to one that has more than a slot. Immutable.
/// </summary>
internal sealed class ShareTable
{
    private const double Whole = 1UL << 32;

    // Of uneven ones the second is drawn until it is another one, so often at most: where one has nearly all the weight, the others would get more than theirs
    // if they were looked at every time.
    private const int MaxDraws = 6;

    private readonly Slot[] _slots;
    private readonly bool _isEven;

    /// <param name="weights">The weights, none below 1.</param>
    public ShareTable(ReadOnlySpan<int> weights)
    {
        _slots = new Slot[weights.Length];
        _isEven = weights.Length > 1 && !weights.ContainsAnyExcept(weights[0]);
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var (small, large) = (new Stack<int>(), new Stack<int>());
        var shares = new double[weights.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = weights[i] / sum * weights.Length;
            (shares[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (part, rest) = (small.Pop(), large.Peek());
            _slots[part] = new((uint)(shares[part] * Whole), rest);
            shares[rest] -= 1 - shares[part];
            if (shares[rest] < 1)
            {
                small.Push(large.Pop());
            }
        }

        // What is left fills its slot, but for what rounding has taken.
        foreach (var whole in small.Concat(large))
        {
            _slots[whole] = new(uint.MaxValue, whole);
        }
    }

    /// <summary>One of them.</summary>
    public int Draw(LoopRandom random)
    {
        // One number decides both: its upper half which slot, its lower half which part of it.
        var bits = random.NextBits();
        var i = (int)(((bits >> 32) * (ulong)_slots.Length) >> 32);
        var slot = _slots[i];
        return (uint)bits < slot.Kept ? i : slot.Other;
    }

    /// <summary>Two of them; the same twice where there is one only, or hardly more than one.</summary>
    public (int First, int Second) DrawTwo(LoopRandom random)
    {
        if (_isEven)
        {
            var (one, other) = (random.Next(_slots.Length), random.Next(_slots.Length - 1));
            return (one, other < one ? other : other + 1);
        }

        var first = Draw(random);
        var second = first;
        for (var i = 0; i < MaxDraws && second == first && _slots.Length > 1; i++)
        {
            second = Draw(random);
        }

        return (first, second);
    }

    private readonly record struct Slot(uint Kept, int Other);
}
