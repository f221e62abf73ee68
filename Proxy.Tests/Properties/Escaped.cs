using System.Globalization;
using System.Text;

namespace Proxy.Tests.Properties;

/// <summary>Bytes as one line of text: visible ASCII and spaces stand for themselves, the rest is <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\\</c> or <c>\xHH</c>.</summary>
internal static class Escaped
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            _ = b switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' => text.Append("\\\\"),
                >= 0x20 and <= 0x7E => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}"),
            };
        }

        // A space at the end of a line is lost too easily.
        return text.Length > 0 && text[^1] == ' ' ? text.ToString(0, text.Length - 1) + "\\x20" : text.ToString();
    }

    public static byte[] Parse(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            var code = text[++i];
            bytes.Add(code switch
            {
                'r' => (byte)'\r',
                'n' => (byte)'\n',
                't' => (byte)'\t',
                '\\' => (byte)'\\',
                'x' => byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ => throw new FormatException($"No escape is named \"\\{code}\"."),
            });
            i += code == 'x' ? 2 : 0;
        }

        return [.. bytes];
    }
}
