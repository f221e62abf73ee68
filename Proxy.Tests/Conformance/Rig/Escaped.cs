using System.Text;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>Bytes as a failure message shows them: what cannot be seen as an escape, lines where they end.</summary>
internal static class Escaped
{
    private const int MaxShown = 1500;

    public static string Of(string bytes)
    {
        var shown = new StringBuilder("    ");
        foreach (var c in bytes.Length > MaxShown ? bytes[..MaxShown] : bytes)
        {
            _ = c switch
            {
                '\r' => shown.Append("\\r"),
                '\n' => shown.Append("\\n\n    "),
                '\t' => shown.Append("\\t"),
                '\\' => shown.Append(@"\\"),
                < ' ' or > '~' => shown.Append($"\\x{(int)c:x2}"),
                _ => shown.Append(c),
            };
        }

        return bytes.Length > MaxShown ? $"{shown}… ({bytes.Length} bytes)" : shown.ToString();
    }
}
