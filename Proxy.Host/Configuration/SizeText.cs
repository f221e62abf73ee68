namespace Proxy.Host.Configuration;

/// <summary>
/// A number of bytes as an operator writes it: <c>512B</c>, <c>32KiB</c>, <c>1MiB</c>, <c>2GiB</c>. <c>KB</c> is refused: to some it is
/// 1,000 bytes, to others 1,024.
/// </summary>
internal static class SizeText
{
    /// <summary>The units, with what is meant where the unit is left out first.</summary>
    public static readonly (string Unit, long Factor)[] Units = [("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    public static bool TryParse(string text, out long bytes) => UnitText.TryParse(text, Units, out bytes);
}
