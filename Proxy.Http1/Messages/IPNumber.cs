using System.Globalization;
using Proxy.Http1.Parsing;

namespace Proxy.Http1.Messages;

/// <summary>
/// An IP address as a number, which compares and hashes without allocating. An IPv4 address is the IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), so that both
/// ways to write it are one.
/// </summary>
/// <param name="Value">The 128 bits of the address; 0, the unspecified address, is nobody's and stands for none.</param>
public readonly record struct IPNumber(UInt128 Value)
{
    /// <summary>Bytes that the text of any address takes at most.</summary>
    public const int MaxTextLength = 39;

    private const int Groups = 8;
    private const int GroupBits = 16;

    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    /// <summary>The number of an IPv4 address.</summary>
    /// <param name="address">Its four bytes, the first one highest.</param>
    public static IPNumber FromIPv4(uint address) => new(Mapped | address);

    /// <summary>True when there is an address.</summary>
    public bool IsKnown => Value != UInt128.Zero;

    /// <summary>True for an IPv4 address, however it was written.</summary>
    public bool IsIPv4 => Value >> 32 == 0xFFFF;

    /// <summary>Reads the text of an address: dotted decimal, or IPv6 without brackets and without a zone.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IPNumber address)
    {
        if (IPv4.TryParse(text, out uint four))
        {
            address = FromIPv4(four);
            return true;
        }

        bool isRead = IPv6.TryParse(text, out UInt128 value);
        address = new(value);
        return isRead;
    }

    /// <summary>Writes the address as text: dotted decimal, or IPv6 in the form of RFC 5952 §4.</summary>
    /// <param name="destination">At least <see cref="MaxTextLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Format(Span<byte> destination) => IsIPv4 ? FormatIPv4((uint)Value, destination) : FormatIPv6(destination);

    private static int FormatIPv4(uint address, Span<byte> destination)
    {
        int at = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            at += Write((address >> shift) & 0xFF, destination[at..], "D");
            if (shift > 0)
            {
                destination[at++] = (byte)'.';
            }
        }

        return at;
    }

    // RFC 5952 §4.2: the longest run of zero groups becomes "::", the first of two that are equal; a single group never does.
    private int FormatIPv6(Span<byte> destination)
    {
        (int start, int length) = LongestZeros();
        int at = 0;
        for (int group = 0; group < Groups; group++)
        {
            if (group == start)
            {
                "::"u8.CopyTo(destination[at..]);
                at += 2;
                group += length - 1;
                continue;
            }

            if (group > 0 && group != start + length)
            {
                destination[at++] = (byte)':';
            }

            at += Write(GroupAt(group), destination[at..], "x");
        }

        return at;
    }

    private (int Start, int Length) LongestZeros()
    {
        (int start, int length) = (-1, 1);
        int run = 0;
        for (int group = 0; group < Groups; group++)
        {
            run = GroupAt(group) == 0 ? run + 1 : 0;
            if (run > length)
            {
                (start, length) = (group - run + 1, run);
            }
        }

        return start < 0 ? (-1, 0) : (start, length);
    }

    private uint GroupAt(int index) => (uint)(Value >> ((Groups - 1 - index) * GroupBits)) & 0xFFFF;

    private static int Write(uint number, Span<byte> destination, string format)
    {
        number.TryFormat(destination, out int written, format, CultureInfo.InvariantCulture);
        return written;
    }
}
