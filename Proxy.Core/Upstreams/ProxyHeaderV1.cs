using System.Globalization;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Upstreams;

/// <summary>Version 1 of the PROXY header (§2.1): a line of text.</summary>
internal static class ProxyHeaderV1
{
    /// <summary>As in <c>PROXY TCP4 192.168.0.1 192.168.0.11 56324 443</c>; an unknown client is told as such.</summary>
    public static int Write(Span<byte> destination, ToldClient client, IPNumber local, ushort localPort)
    {
        if (!client.Address.IsKnown)
        {
            return WriteUnknown(destination);
        }

        // One address of each kind is told as two of IPv6 (RFC 4291 §2.5.5.2).
        var isIPv4 = client.Address.IsIPv4 && local.IsIPv4;
        var writer = new HeadWriter(destination);
        writer.Write(isIPv4 ? "PROXY TCP4 "u8 : "PROXY TCP6 "u8);
        WriteAddress(ref writer, client.Address, isIPv4);
        WriteAddress(ref writer, local, isIPv4);
        writer.WriteNumber(client.Port);
        writer.WriteByte((byte)' ');
        writer.WriteNumber(localPort);
        writer.Write("\r\n"u8);
        return writer.Written;
    }

    /// <summary>A connection of which nothing is told.</summary>
    public static int WriteUnknown(Span<byte> destination)
    {
        var writer = new HeadWriter(destination);
        writer.Write("PROXY UNKNOWN\r\n"u8);
        return writer.Written;
    }

    private static void WriteAddress(ref HeadWriter writer, IPNumber address, bool isIPv4)
    {
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        var length = address.IsIPv4 && !isIPv4 ? FormatMapped((uint)address.Value, text) : address.Format(text);
        writer.Write(text[..length]);
        writer.WriteByte((byte)' ');
    }

    // In hexadecimal groups: the header's grammar knows no dots in an IPv6 address.
    private static int FormatMapped(uint address, Span<byte> text)
    {
        "::ffff:"u8.CopyTo(text);
        var at = "::ffff:"u8.Length;
        (address >> 16).TryFormat(text[at..], out var high, "x", CultureInfo.InvariantCulture);
        text[at + high] = (byte)':';
        (address & 0xFFFF).TryFormat(text[(at + high + 1)..], out var low, "x", CultureInfo.InvariantCulture);
        return at + high + 1 + low;
    }
}
