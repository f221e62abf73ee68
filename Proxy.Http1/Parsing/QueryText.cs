namespace Proxy.Http1.Parsing;

/// <summary>Names and values in a query, encoded as HTML forms do it: <c>+</c> for a space, percent-encoding for the rest.</summary>
public static class QueryText
{
    /// <summary>True when the encoded text stands for the decoded one. A percent sign that encodes nothing stands for itself.</summary>
    public static bool Equals(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> decoded)
    {
        int at = 0;
        foreach (byte wanted in decoded)
        {
            if (at == encoded.Length || Next(encoded, ref at) != wanted)
            {
                return false;
            }
        }

        return at == encoded.Length;
    }

    private static byte Next(ReadOnlySpan<byte> encoded, ref int at)
    {
        byte b = encoded[at++];
        if (b != '%' || at + 1 >= encoded.Length)
        {
            return b == '+' ? (byte)' ' : b;
        }

        int high = Tokens.HexValue(encoded[at]);
        int low = Tokens.HexValue(encoded[at + 1]);
        if (high < 0 || low < 0)
        {
            return b;
        }

        at += 2;
        return (byte)((high << 4) | low);
    }
}
