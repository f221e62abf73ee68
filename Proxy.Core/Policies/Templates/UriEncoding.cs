using System.Buffers;
using System.Text;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Templates;

/// <summary>Percent-encodes what may not stand in a URI (RFC 3986 §2). What is encoded already stays: values come from requests as they were sent.</summary>
internal static class UriEncoding
{
    public const int MaxBytesPerByte = 3;

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%";

    /// <summary>What may stand in a URI.</summary>
    public static SearchValues<byte> Anywhere { get; } = Create(":/?#[]@!$&'()*+,;=");

    /// <summary>What may stand in a path and before it.</summary>
    public static SearchValues<byte> InPath { get; } = Create(":/[]@!$&'()*+,;=");

    /// <summary>What may stand in the value of a parameter, and neither ends it nor turns into something else there.</summary>
    public static SearchValues<byte> InParameter { get; } = Create(":/@!$'()*,;");

    /// <summary>Writes a value.</summary>
    public static void Write(ref HeadWriter writer, scoped ReadOnlySpan<byte> value, SearchValues<byte> allowed)
    {
        while (value.IndexOfAnyExcept(allowed) is >= 0 and var at)
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
        Write(ref writer, text, Anywhere);
        return encoded[..writer.Written];
    }

    private static SearchValues<byte> Create(string reserved) => SearchValues.Create(Encoding.ASCII.GetBytes(Unreserved + reserved));

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
