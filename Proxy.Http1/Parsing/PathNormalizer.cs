using System.Runtime.Intrinsics;

namespace Proxy.Http1.Parsing;

/// <summary>
/// The form of a path in which routes see it: percent-decoded once (RFC 3986 §2.1), without dot segments (RFC 3986 §5.2.4), without empty ones. An origin is
/// free to resolve a path in that way, so that a rule about <c>/admin</c> has to meet <c>/public/%2e%2e/admin</c> too. The bytes that are forwarded
/// stay as they were sent.
/// </summary>
public static class PathNormalizer
{
    // Sixteen bytes and the one before them.
    private const int Window = 17;

    /// <summary>True when the path is in that form already: nearly all are.</summary>
    public static bool IsNormal(ReadOnlySpan<byte> path)
    {
        if (path.Length <= Window)
        {
            Span<byte> padded = stackalloc byte[Window];
            path.CopyTo(padded);
            return IsNormalWindow(padded);
        }

        for (int at = 0; at < path.Length - Window; at += Window - 1)
        {
            if (!IsNormalWindow(path.Slice(at, Window)))
            {
                return false;
            }
        }

        return IsNormalWindow(path[^Window..]);
    }

    // Each byte but the first, together with the one before it; the first of a path is a slash.
    private static bool IsNormalWindow(ReadOnlySpan<byte> window)
    {
        Vector128<byte> before = Vector128.Create(window);
        Vector128<byte> bytes = Vector128.Create(window[1..]);
        Vector128<byte> slash = Vector128.Create((byte)'/');
        Vector128<byte> behindSlash = Vector128.Equals(bytes, Vector128.Create((byte)'.')) | Vector128.Equals(bytes, slash);
        Vector128<byte> odd = Vector128.Equals(bytes, Vector128.Create((byte)'%'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | (Vector128.Equals(before, slash) & behindSlash);
        return odd == Vector128<byte>.Zero;
    }

    /// <summary>Puts a path into that form.</summary>
    /// <param name="path">A path that begins with a slash, without query.</param>
    /// <param name="allowsAmbiguous">
    /// Passes encodings that servers read in different ways, as they stand: an encoded slash, backslash or control, a percent sign that encodes nothing, a
    /// backslash, and parameters behind dots.
    /// </param>
    /// <param name="normal">At least as long as the path.</param>
    /// <param name="length">Bytes of the result.</param>
    /// <returns>False when the path is ambiguous and that is not allowed.</returns>
    public static bool TryNormalize(ReadOnlySpan<byte> path, bool allowsAmbiguous, Span<byte> normal, out int length)
    {
        length = 0;
        while (!path.IsEmpty)
        {
            ReadOnlySpan<byte> segment = path[1..];
            int end = segment.IndexOf((byte)'/');
            path = end < 0 ? default : segment[end..];
            segment = end < 0 ? segment : segment[..end];
            if (!TryDecode(segment, allowsAmbiguous, normal[(length + 1)..], out int decoded))
            {
                return false;
            }

            Span<byte> text = normal.Slice(length + 1, decoded);
            if (!allowsAmbiguous && IsDottedParameter(text))
            {
                return false;
            }

            length = Append(text, path.IsEmpty, normal, length);
        }

        return true;
    }

    /// <summary>
    /// Takes dot segments and empty ones off a path, and leaves the bytes of all others as they were sent: segment by segment it is the path that
    /// <see cref="TryNormalize"/> decodes.
    /// </summary>
    /// <param name="path">A path that begins with a slash, without query.</param>
    /// <param name="plain">At least as long as the path.</param>
    /// <returns>Bytes of the result.</returns>
    public static int RemoveDotSegments(ReadOnlySpan<byte> path, Span<byte> plain)
    {
        int length = 0;
        while (!path.IsEmpty)
        {
            ReadOnlySpan<byte> segment = path[1..];
            int end = segment.IndexOf((byte)'/');
            path = end < 0 ? default : segment[end..];
            segment = end < 0 ? segment : segment[..end];
            ReadOnlySpan<byte> text = CountDots(segment) switch { 1 => "."u8, 2 => ".."u8, _ => segment };
            text.CopyTo(plain[(length + 1)..]);
            length = Append(text, path.IsEmpty, plain, length);
        }

        return length;
    }

    /// <summary>True when a segment of the path is <c>.</c> or <c>..</c>, encoded or not.</summary>
    public static bool HasDotSegments(ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            int end = path.IndexOf((byte)'/');
            if (CountDots(end < 0 ? path : path[..end]) is 1 or 2)
            {
                return true;
            }

            path = end < 0 ? default : path[(end + 1)..];
        }

        return false;
    }

    // 0 where the segment is anything but dots, encoded or not.
    private static int CountDots(ReadOnlySpan<byte> segment)
    {
        int dots = 0;
        for (int at = 0; at < segment.Length; dots++)
        {
            if (segment[at] != '.' && !(segment[at] == '%' && DecodedAt(segment, at) == '.'))
            {
                return 0;
            }

            at += segment[at] == '.' ? 1 : 3;
        }

        return dots;
    }

    // The segment stands behind `length` already; where it is kept, a slash is put before it.
    private static int Append(ReadOnlySpan<byte> segment, bool isLast, Span<byte> normal, int length)
    {
        if (segment.SequenceEqual(".."u8))
        {
            length = Math.Max(0, normal[..length].LastIndexOf((byte)'/'));
        }
        else if (!segment.IsEmpty && !segment.SequenceEqual("."u8))
        {
            normal[length] = (byte)'/';
            return length + 1 + segment.Length;
        }

        // "/a/.", "/a/b/.." and "/a/" all name a directory.
        if (isLast)
        {
            normal[length++] = (byte)'/';
        }

        return length;
    }

    // Servers that know path parameters (RFC 3986 §3.3) take "..;x" for "..".
    private static bool IsDottedParameter(ReadOnlySpan<byte> segment)
    {
        ReadOnlySpan<byte> name = segment.IndexOf((byte)';') is >= 0 and int end ? segment[..end] : default;
        return name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
    }

    private static bool TryDecode(ReadOnlySpan<byte> segment, bool allowsAmbiguous, Span<byte> decoded, out int length)
    {
        length = 0;
        for (int i = 0; i < segment.Length; i++)
        {
            byte b = segment[i];
            int value = b == '%' ? DecodedAt(segment, i) : b;
            if (value < 0 || IsAmbiguous((byte)value, isEncoded: b == '%'))
            {
                if (!allowsAmbiguous)
                {
                    return false;
                }

                value = b;
            }
            else if (b == '%')
            {
                i += 2;
            }

            decoded[length++] = (byte)value;
        }

        return true;
    }

    private static bool IsAmbiguous(byte value, bool isEncoded) => value == '\\' || (isEncoded && value is (byte)'/' or < 0x20 or 0x7F);

    // What the three bytes stand for, or -1 where they stand for nothing.
    private static int DecodedAt(ReadOnlySpan<byte> segment, int at)
    {
        if (at + 2 >= segment.Length)
        {
            return -1;
        }

        int high = Tokens.HexValue(segment[at + 1]);
        int low = Tokens.HexValue(segment[at + 2]);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
