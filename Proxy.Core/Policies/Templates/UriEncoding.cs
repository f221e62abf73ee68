using System.Buffers;
using System.Text;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Templates;

/// <summary>
/// Percent-encodes what may not stand in a URI (RFC 3986 §2), and what would end the part of it that a value stands in. What was part of a URI before keeps
/// its encodings; in any other value a percent sign is one.
/// </summary>
internal static class UriEncoding
{
    public const int MaxBytesPerByte = 3;

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string InSegments = ":@!$&'()*+,;=[]";
    private const string InParameters = "/:@!$'()*,?[]";

    // Of text that the operator wrote as a URI, and of whole queries.
    private static readonly SearchValues<byte> Anywhere = Create("%:/?#[]@!$&'()*+,;=");

    // RFC 3986 §3.2: neither the sign before which a user's name stands, nor anything that ends the host.
    private static readonly SearchValues<byte> Host = Create(":[]");

    private static readonly SearchValues<byte> Path = Create("%/" + InSegments);
    private static readonly SearchValues<byte> Segment = Create("%" + InSegments);
    private static readonly SearchValues<byte> PlainSegment = Create(InSegments);
    private static readonly SearchValues<byte> Parameter = Create("%" + InParameters);
    private static readonly SearchValues<byte> SentParameter = Create("%+=" + InParameters);
    private static readonly SearchValues<byte> PlainParameter = Create(InParameters);

    /// <summary>The bytes of a variable's value that go as they are.</summary>
    public static SearchValues<byte> AllowedFor(Variable variable, UriPlace place) => place switch
    {
        UriPlace.Authority => variable == Variable.Path ? Path : Host,
        UriPlace.Query => variable switch
        {
            Variable.Query => Anywhere,
            Variable.QueryParameter => SentParameter,
            Variable.Path or Variable.Capture => Parameter,
            _ => PlainParameter,
        },
        _ => variable switch
        {
            Variable.Path or Variable.Capture => Path,
            Variable.Query or Variable.QueryParameter => Segment,
            _ => PlainSegment,
        },
    };

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
