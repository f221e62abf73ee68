using System.Globalization;

namespace Proxy.Host.Configuration;

/// <summary>A whole number with a unit behind it, such as <c>32KiB</c>. Fractions and missing units are refused, not guessed at.</summary>
internal static class UnitText
{
    /// <summary>The number times its unit's factor; false when there is no such unit or the product does not fit.</summary>
    public static bool TryParse(string text, ReadOnlySpan<(string Unit, long Factor)> units, out long value)
    {
        value = 0;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        foreach (var (unit, factor) in units)
        {
            if (text.AsSpan(digits).SequenceEqual(unit))
            {
                value = number <= long.MaxValue / factor ? number * factor : 0;
                return number <= long.MaxValue / factor;
            }
        }

        return false;
    }
}
