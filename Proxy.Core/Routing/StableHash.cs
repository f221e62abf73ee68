using System.Buffers.Binary;

namespace Proxy.Core.Routing;

/// <summary>
/// A hash of bytes that is the same in every process and on every machine, unlike <see cref="HashCode"/>, and not meant to withstand anybody who wants
/// two values to meet. Values are added one behind the other, and it counts where one ends.
/// </summary>
internal struct StableHash
{
    // Odd, and as many ones as zeros: what a multiplication spreads best.
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    private ulong _state;

    /// <summary>The hash of what was added.</summary>
    public readonly ulong Value => Finish(_state);

    /// <summary>The hash of one value.</summary>
    public static ulong Of(ReadOnlySpan<byte> value)
    {
        var hash = default(StableHash);
        hash.Add(value);
        return hash.Value;
    }

    /// <summary>Spreads every bit of a number over all of the result; no two numbers have the same.</summary>
    public static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 32)) * Second;
        value = (value ^ (value >> 29)) * First;
        return value ^ (value >> 32);
    }

    /// <summary>Adds a value.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var state = Fold(_state ^ (ulong)value.Length, First);
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
        {
            state = Fold(state ^ BinaryPrimitives.ReadUInt64LittleEndian(value), Second);
        }

        var rest = 0UL;
        foreach (var each in value)
        {
            rest = (rest << 8) | each;
        }

        _state = Fold(state ^ rest, First);
    }

    // Both halves of the product: a multiplication carries to the left only. The sum keeps a zero from staying one.
    private static ulong Fold(ulong value, ulong factor)
    {
        var high = Math.BigMul(value + Second, factor, out var low);
        return high ^ low;
    }
}
