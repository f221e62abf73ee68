using System.Text;
using System.Text.Unicode;

namespace Proxy.Core.Explaining;

/// <summary>Bytes of heads as text to read.</summary>
internal static class ByteText
{
    /// <summary>The bytes as UTF-8, where they are that, else as Latin-1.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>The start line and the field lines of a head, without their ends.</summary>
    public static string[] LinesOf(ReadOnlySpan<byte> head) => Of(head).TrimEnd('\r', '\n').Split("\r\n");

    /// <summary>Name and value of a field line.</summary>
    public static (string Name, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }
}
