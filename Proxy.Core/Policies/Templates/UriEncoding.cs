using System.Buffers;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Templates;

/// <summary>Percent-encodes what may not stand in a URI (RFC 3986 §2). What is encoded already stays: values come from requests as they were sent.</summary>
internal static class UriEncoding
{
    public const int MaxBytesPerByte = 3;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"u8);

    /// <summary>Writes a value.</summary>
    public static void Write(ref HeadWriter writer, scoped ReadOnlySpan<byte> value)
    {
        while (value.IndexOfAnyExcept(Allowed) is >= 0 and var at)
        {
            writer.Write(value[..at]);
            writer.WriteByte((byte)'%');
            writer.WriteByte(Hex(value[at] >> 4));
            writer.WriteByte(Hex(value[at] & 15));
            value = value[(at + 1)..];
        }

        writer.Write(value);
    }

    /// <summary>Encodes a text once and for all.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> text)
    {
        var encoded = new byte[text.Length * MaxBytesPerByte];
        var writer = new HeadWriter(encoded);
        Write(ref writer, text);
        return encoded[..writer.Written];
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
