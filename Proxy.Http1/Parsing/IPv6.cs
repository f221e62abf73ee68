namespace Proxy.Http1.Parsing;

/// <summary>Reads the text of an IPv6 address by the grammar of RFC 3986 §3.2.2, without brackets and without a zone.</summary>
internal static class IPv6
{
    private const int Groups = 8;
    private const int GroupBits = 16;
    private const int GroupsOfIPv4 = 2;

    /// <summary>True when the text is an address.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text) => TryParse(text, out _);

    /// <summary>True when the text is an address, whose 128 bits are then in <paramref name="address"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 address)
    {
        Reading reading = default;
        address = default;
        int at = 0;
        if (text.StartsWith("::"u8))
        {
            reading.Compress();
            at = 2;
        }

        while (at < text.Length || !reading.IsCompressed)
        {
            int digits = HexDigits(text[at..]);
            if (at + digits < text.Length && text[at + digits] == '.')
            {
                return IPv4.TryParse(text[at..], out uint last) && reading.Add(last, GroupsOfIPv4).TryEnd(out address);
            }

            if (digits is 0 or > 4)
            {
                return false;
            }

            reading.Add(HexNumber(text.Slice(at, digits)), 1);
            at += digits;
            if (at == text.Length)
            {
                break;
            }

            if (!TrySkipColon(text, ref at, ref reading))
            {
                return false;
            }
        }

        return reading.TryEnd(out address);
    }

    // Past ":" or "::"; a second "::" is refused, and so is a single ":" at the end.
    private static bool TrySkipColon(ReadOnlySpan<byte> text, ref int at, ref Reading reading)
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
        bool first = !reading.IsCompressed;
        reading.Compress();
        return first;
    }

    private static int HexDigits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && Tokens.HexValue(text[count]) >= 0)
        {
            count++;
        }

        return count;
    }

    private static uint HexNumber(ReadOnlySpan<byte> digits)
    {
        uint number = 0;
        foreach (byte digit in digits)
        {
            number = (number << 4) | (uint)Tokens.HexValue(digit);
        }

        return number;
    }

    // The groups read so far, those before "::" apart.
    private struct Reading
    {
        private UInt128 _before;
        private UInt128 _behind;
        private int _groupsBefore;
        private int _groups;

        public bool IsCompressed { get; private set; }

        public Reading Add(uint number, int groups)
        {
            _behind = (_behind << (groups * GroupBits)) | number;
            _groups += groups;
            return this;
        }

        public void Compress()
        {
            (_before, _groupsBefore) = (_behind, _groups);
            _behind = 0;
            IsCompressed = true;
        }

        public readonly bool TryEnd(out UInt128 address)
        {
            // No group before "::" leaves a shift by all bits, of zero.
            address = IsCompressed ? (_before << ((Groups - _groupsBefore) * GroupBits)) | _behind : _behind;
            return IsCompressed ? _groups < Groups : _groups == Groups;
        }
    }
}
