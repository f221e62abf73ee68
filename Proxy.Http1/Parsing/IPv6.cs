namespace Proxy.Http1.Parsing;

/// <summary>Checks the text of an IPv6 address by the grammar of RFC 3986 §3.2.2, without brackets and without a zone.</summary>
internal static class IPv6
{
    private const int Groups = 8;
    private const int GroupsOfIPv4 = 2;

    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        int groups = 0;
        int at = 0;
        bool compressed = text.StartsWith("::"u8);
        if (compressed)
        {
            at = 2;
        }

        while (at < text.Length || !compressed)
        {
            int digits = HexDigits(text[at..]);
            if (at + digits < text.Length && text[at + digits] == '.')
            {
                groups += GroupsOfIPv4;
                return IsIPv4(text[at..]) && IsWhole(groups, compressed);
            }

            if (digits is 0 or > 4)
            {
                return false;
            }

            groups++;
            at += digits;
            if (at == text.Length)
            {
                break;
            }

            if (!TrySkipColon(text, ref at, ref compressed))
            {
                return false;
            }
        }

        return IsWhole(groups, compressed);
    }

    // Past ":" or "::"; a second "::" is refused, and so is a single ":" at the end.
    private static bool TrySkipColon(ReadOnlySpan<byte> text, ref int at, ref bool compressed)
    {
        if (text[at++] != ':' || at == text.Length)
        {
            return false;
        }

        if (text[at] != ':')
        {
            return true;
        }

        at++;
        bool first = !compressed;
        compressed = true;
        return first;
    }

    private static bool IsWhole(int groups, bool compressed) => compressed ? groups < Groups : groups == Groups;

    private static int HexDigits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && Tokens.HexValue(text[count]) >= 0)
        {
            count++;
        }

        return count;
    }

    private static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        for (int octet = 0; octet < 4; octet++)
        {
            int digits = 0;
            int value = 0;
            while (digits < text.Length && digits < 3 && Tokens.IsDigit(text[digits]))
            {
                value = (value * 10) + (text[digits++] - '0');
            }

            if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0'))
            {
                return false;
            }

            text = text[digits..];
            if (octet == 3)
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
