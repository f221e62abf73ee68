using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Proxy.Core.Configuration;

/// <summary>Status codes from one to another.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public readonly record struct StatusRange(int First, int Last)
{
    private const int ClassSize = 100;

    /// <summary>Parses <c>200</c>, <c>2xx</c> or <c>200-204</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="range">What it says, whether there are such codes or not.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out StatusRange range)
    {
        range = default;
        if (text is [>= '0' and <= '9' and var digit, 'x' or 'X', 'x' or 'X'])
        {
            var first = (digit - '0') * ClassSize;
            range = new(first, first + ClassSize - 1);
            return true;
        }

        var parts = text?.Split('-') ?? [];
        if (parts.Length is not (1 or 2) || !TryParse(parts[0], out int from) || !TryParse(parts[^1], out int to))
        {
            return false;
        }

        range = new(from, to);
        return true;
    }

    /// <summary>True for a code that it has.</summary>
    public bool Contains(int status) => status >= First && status <= Last;

    /// <summary>As in <c>200</c>, <c>2xx</c> or <c>200-204</c>.</summary>
    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture)
        : First % ClassSize == 0 && Last == First + ClassSize - 1 ? string.Create(CultureInfo.InvariantCulture, $"{First / ClassSize}xx")
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryParse(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && text.Length == 3;
}
