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

    /// <summary>What was probably meant, behind an error: the number with the unit that its own begins like, or with the first where it has none.</summary>
    public static string Hint(ConfigNode node, ReadOnlySpan<(string Unit, long Factor)> units)
    {
        var text = node.Text.Replace(" ", "", StringComparison.Ordinal);
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        var unit = digits < 0 ? "" : text[digits..];
        if (number.Length == 0 || node.Kind is not (ConfigNodeKind.Number or ConfigNodeKind.String))
        {
            return "";
        }

        foreach (var (name, _) in units)
        {
            if (unit.Length == 0 || unit.Equals(name, StringComparison.OrdinalIgnoreCase) || Short(unit).Equals(Short(name), StringComparison.OrdinalIgnoreCase))
            {
                return $"; did you mean \"{number}{name}\"?";
            }
        }

        return "";
    }

    // What people write for KiB: K, KB, kb; for s: sec, seconds.
    private static string Short(string unit) => unit.ToUpperInvariant() switch
    {
        "K" or "KB" or "KIB" => "K",
        "M" or "MB" or "MIB" => "M",
        "G" or "GB" or "GIB" => "G",
        "T" or "TB" or "TIB" => "T",
        "SEC" or "SECS" or "SECOND" or "SECONDS" => "S",
        "MIN" or "MINS" or "MINUTE" or "MINUTES" => "M",
        "HOUR" or "HOURS" => "H",
        "MSEC" or "MILLISECONDS" => "MS",
        var other => other,
    };
}
