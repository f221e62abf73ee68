namespace Proxy.Host.Configuration;

/// <summary>Turns positions in bytes into lines and columns as editors count them: from 1, columns in characters.</summary>
internal static class TextPositions
{
    public static (int Line, int Column) Locate(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        var characters = 0;
        foreach (var b in before[lineStart..])
        {
            // A byte 10xxxxxx continues the character before it.
            characters += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return (before.Count((byte)'\n') + 1, characters + 1);
    }
}
