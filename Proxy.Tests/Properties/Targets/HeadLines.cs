namespace Proxy.Tests.Properties.Targets;

/// <summary>Takes lines out of a head.</summary>
internal static class HeadLines
{
    public delegate bool IsMeant(ReadOnlySpan<byte> line);

    /// <summary>The head without the lines that are meant.</summary>
    public static byte[] Without(byte[] head, IsMeant isMeant)
    {
        var kept = new byte[head.Length];
        var length = 0;
        for (var rest = head.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\r\n"u8) is >= 0 and var found ? found : rest.Length;
            var line = rest[..Math.Min(end + 2, rest.Length)];
            if (!isMeant(rest[..end]))
            {
                line.CopyTo(kept.AsSpan(length));
                length += line.Length;
            }

            rest = rest[line.Length..];
        }

        return kept[..length];
    }
}
