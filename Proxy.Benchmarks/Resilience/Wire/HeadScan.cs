using System.Buffers.Text;

namespace Proxy.Benchmarks.Resilience.Wire;

/// <summary>The little that both ends read of a message's head. It is not the proxy's own parser: that one is under test.</summary>
internal static class HeadScan
{
    /// <summary>Length of the head, its empty line included; -1 while it is not all there.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    /// <summary>The number that a field holds; -1 if there is no such field, or no number in it.</summary>
    public static int Number(ReadOnlySpan<byte> head, string field)
    {
        var value = Field(head, field);
        return Utf8Parser.TryParse(value, out int number, out var used) && used == value.Length ? number : -1;
    }

    /// <summary>The status of a response's first line; -1 if it is none.</summary>
    public static int Status(ReadOnlySpan<byte> head)
    {
        const int At = 9, Digits = 3;
        return head.Length > At + Digits && head.StartsWith("HTTP/1."u8) && Utf8Parser.TryParse(head.Slice(At, Digits), out int status, out var used) && used == Digits
            ? status
            : -1;
    }

    /// <summary>True if the connection ends with this message.</summary>
    public static bool Closes(ReadOnlySpan<byte> head) => SameIgnoringCase(Field(head, "Connection"), "close");

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, string name)
    {
        while (head.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var line = head[..end];
            if (line.Length > name.Length && line[name.Length] == (byte)':' && SameIgnoringCase(line[..name.Length], name))
                return line[(name.Length + 1)..].Trim((byte)' ');
            head = head[(end + 2)..];
        }

        return default;
    }

    private static bool SameIgnoringCase(ReadOnlySpan<byte> bytes, string text) => System.Text.Ascii.EqualsIgnoreCase(bytes, text);
}
