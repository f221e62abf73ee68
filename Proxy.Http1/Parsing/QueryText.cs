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

    /// <summary>The value of the first parameter of a name, as it was sent; empty where there is none.</summary>
    /// <param name="query">The query without its question mark.</param>
    /// <param name="name">The parameter's name, decoded.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name)
    {
        while (!query.IsEmpty)
        {
            ReadOnlySpan<byte> value = NextParameter(ref query, out ReadOnlySpan<byte> each);
            if (Equals(each, name))
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>Takes the first parameter off a query that is not empty.</summary>
    /// <param name="query">What is left of the query.</param>
    /// <param name="name">The parameter's name, as it was sent.</param>
    /// <returns>Its value, as it was sent; empty where it has none.</returns>
    public static ReadOnlySpan<byte> NextParameter(scoped ref ReadOnlySpan<byte> query, out ReadOnlySpan<byte> name)
    {
        int end = query.IndexOf((byte)'&');
        ReadOnlySpan<byte> parameter = end < 0 ? query : query[..end];
        query = end < 0 ? default : query[(end + 1)..];
        int equals = parameter.IndexOf((byte)'=');
        name = equals < 0 ? parameter : parameter[..equals];
        return equals < 0 ? default : parameter[(equals + 1)..];
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
