using System.Buffers.Text;

namespace Proxy.Http1.Writing;

/// <summary>Puts chunked coding on a body (RFC 9112 §7.1): header, data, <see cref="DataEnd"/>, and once at the end <see cref="LastChunk"/>.</summary>
public static class ChunkedEncoder
{
    /// <summary>Bytes of the longest header: 16 digits and CRLF.</summary>
    public const int MaxHeaderBytes = 18;

    /// <summary>What stands behind the data of each chunk.</summary>
    public static ReadOnlySpan<byte> DataEnd => "\r\n"u8;

    /// <summary>The last chunk and an empty trailer section.</summary>
    public static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    /// <summary>Writes the header of one chunk.</summary>
    /// <param name="destination">At least <see cref="MaxHeaderBytes"/> bytes, or as many as the size needs.</param>
    /// <param name="size">Bytes of data, at least 1: a chunk of 0 would end the body.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The size is not positive, or the destination is too small.</exception>
    public static int WriteHeader(Span<byte> destination, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (!Utf8Formatter.TryFormat(size, destination, out int digits, 'x'))
        {
            throw new ArgumentException("The destination is too small.", nameof(destination));
        }

        DataEnd.CopyTo(destination[digits..]);
        return digits + DataEnd.Length;
    }
}
