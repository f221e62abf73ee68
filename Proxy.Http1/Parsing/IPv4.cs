namespace Proxy.Http1.Parsing;

/// <summary>Reads the text of an IPv4 address by the grammar of RFC 3986 §3.2.2: four numbers without leading zeros.</summary>
internal static class IPv4
{
    private const int Octets = 4;

    /// <summary>True when the text is an address.</summary>
    /// <param name="text">Nothing but the address.</param>
    /// <param name="address">Its four bytes, the first one highest.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        for (int octet = 0; octet < Octets; octet++)
        {
            int digits = 0;
            uint value = 0;
            while (digits < text.Length && digits < 3 && Tokens.IsDigit(text[digits]))
            {
                value = (value * 10) + (uint)(text[digits++] - '0');
            }

            if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0'))
            {
                return false;
            }

            address = (address << 8) | value;
            text = text[digits..];
            if (octet == Octets - 1)
            {
                break;
            }

            if (text.IsEmpty || text[0] != '.')
            {
                return false;
            }

            text = text[1..];
        }

        return text.IsEmpty;
    }
}
