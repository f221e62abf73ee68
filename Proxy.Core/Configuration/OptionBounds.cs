namespace Proxy.Core.Configuration;

/// <summary>The least and the most an option may be.</summary>
/// <param name="Min">The least, in <paramref name="Unit"/>.</param>
/// <param name="Max">The most. What no machine reaches, from <see cref="int.MaxValue"/> on, goes for no bound.</param>
/// <param name="Unit">What is counted.</param>
public sealed record OptionBounds(long Min, long Max, OptionUnit Unit = OptionUnit.Count)
{
    private static readonly (string Name, long Factor)[] ByteUnits = [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    private static readonly (string Name, long Factor)[] TimeUnits =
        [("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond)];

    /// <summary>True when there is a most worth naming.</summary>
    public bool HasMax => Max < (Unit == OptionUnit.Ticks ? long.MaxValue : int.MaxValue);

    /// <summary>True for values that are allowed.</summary>
    public bool Contains(long value) => value >= Min && value <= Max;

    /// <summary>As in "1 to 1000", "1ms to 24h" or "at least 1".</summary>
    public override string ToString() => HasMax ? $"{Write(Min, Unit)} to {Write(Max, Unit)}" : $"at least {Write(Min, Unit)}";

    /// <summary>A value as configuration files have it, in the largest unit that leaves a whole number.</summary>
    public static string Write(long value, OptionUnit unit)
    {
        if (unit == OptionUnit.Count || (value == 0 && unit == OptionUnit.Bytes))
        {
            return FormattableString.Invariant($"{value}");
        }

        foreach (var (name, factor) in unit == OptionUnit.Bytes ? ByteUnits : TimeUnits)
        {
            if (value != 0 && value % factor == 0)
            {
                return FormattableString.Invariant($"{value / factor}{name}");
            }
        }

        return FormattableString.Invariant($"{TimeSpan.FromTicks(value).TotalMilliseconds}ms");
    }
}
