namespace Proxy.Http1.Messages;

/// <summary>A set of <see cref="KnownHeader"/>s in one word. <see cref="KnownHeader.None"/> is never a member.</summary>
/// <param name="Bits">One bit for each header, at the position of its number.</param>
public readonly record struct KnownHeaderSet(ulong Bits)
{
    /// <summary>The set of the given headers.</summary>
    public static KnownHeaderSet Of(params ReadOnlySpan<KnownHeader> headers)
    {
        KnownHeaderSet set = default;
        foreach (KnownHeader header in headers)
        {
            set = set.With(header);
        }

        return set;
    }

    /// <summary>True when no header is in the set.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>True when <paramref name="header"/> is in the set.</summary>
    public bool Contains(KnownHeader header) => ((Bits >> (int)header) & 1) != 0;

    /// <summary>This set and <paramref name="header"/>.</summary>
    public KnownHeaderSet With(KnownHeader header) => new(Bits | Bit(header));

    /// <summary>This set without <paramref name="header"/>.</summary>
    public KnownHeaderSet Without(KnownHeader header) => new(Bits & ~Bit(header));

    /// <summary>The headers of either set.</summary>
    public static KnownHeaderSet operator |(KnownHeaderSet left, KnownHeaderSet right) => new(left.Bits | right.Bits);

    /// <summary>The headers of both sets.</summary>
    public static KnownHeaderSet operator &(KnownHeaderSet left, KnownHeaderSet right) => new(left.Bits & right.Bits);

    /// <summary>Named alternate of the operator <c>|</c>.</summary>
    public static KnownHeaderSet BitwiseOr(KnownHeaderSet left, KnownHeaderSet right) => left | right;

    /// <summary>Named alternate of the operator <c>&amp;</c>.</summary>
    public static KnownHeaderSet BitwiseAnd(KnownHeaderSet left, KnownHeaderSet right) => left & right;

    // Bit 0 belongs to None and stays clear, so that an unknown field is in no set.
    private static ulong Bit(KnownHeader header) => (1UL << (int)header) & ~1UL;
}
