using System.Buffers.Text;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Writing;

/// <summary>
/// Writes a head into memory the caller has sized; a destination too small throws and never overruns. Nothing is checked here: what is
/// written must come from a parsed head or from our own code.
/// </summary>
/// <param name="destination">Where to write, from its first byte on.</param>
public ref struct HeadWriter(Span<byte> destination)
{
    // The longest start line we put in place of a received one: version, status and reason, or a slash before a query.
    private const int StartLineSlack = 64;

    private readonly Span<byte> _destination = destination;
    private int _written;

    /// <summary>Bytes written so far.</summary>
    public readonly int Written => _written;

    /// <summary>Bytes that start line and field lines of this head take at most, whatever is dropped of them.</summary>
    public static int UpperBound(MessageHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Length + StartLineSlack;
    }

    /// <summary>Takes back what was written behind a place: a field whose value turned out empty.</summary>
    /// <param name="written">What <see cref="Written"/> was at that place.</param>
    public void Rewind(int written) => _written = Math.Min(_written, written);

    /// <summary>Makes one slash of several in a path just written, up to its query.</summary>
    /// <param name="start">What <see cref="Written"/> was before the path.</param>
    public void MergeSlashes(int start)
    {
        Span<byte> path = _destination[start.._written];
        int end = path.IndexOf((byte)'?') is >= 0 and int query ? query : path.Length;
        int kept = path[..end].IndexOf("//"u8) + 1;
        if (kept == 0)
        {
            return;
        }

        for (int i = kept; i < end; i++)
        {
            if (path[i] != '/' || path[kept - 1] != '/')
            {
                path[kept++] = path[i];
            }
        }

        path[end..].CopyTo(path[kept..]);
        _written -= end - kept;
    }

    /// <summary>Copies bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[_written..]);
        _written += bytes.Length;
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => _destination[_written++] = value;

    /// <summary>Writes a number in decimal.</summary>
    public void WriteNumber(long value)
    {
        if (!Utf8Formatter.TryFormat(value, _destination[_written..], out int count))
        {
            throw new ArgumentException("The destination is too small.");
        }

        _written += count;
    }

    /// <summary>Writes the header of a chunk of this many bytes (RFC 9112 §7.1).</summary>
    public void WriteChunkHeader(long size) => _written += ChunkedEncoder.WriteHeader(_destination[_written..], size);

    /// <summary>Writes the last chunk and the trailer section behind it, which most often is empty (RFC 9112 §7.1).</summary>
    public void WriteLastChunk(TrailerSection? trailers)
    {
        if (trailers is null)
        {
            Write(ChunkedEncoder.LastChunk);
            return;
        }

        Write("0\r\n"u8);
        Write(trailers.Lines);
        Write("\r\n"u8);
    }

    /// <summary>Writes one field line.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }

    /// <summary>Writes one field line with a number.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, long value)
    {
        Write(name);
        Write(": "u8);
        WriteNumber(value);
        Write("\r\n"u8);
    }

    /// <summary>Writes the empty line that ends a head.</summary>
    public void WriteEnd() => Write("\r\n"u8);

    /// <summary>
    /// Copies the field lines of a head but those in <paramref name="drop"/> and those a Connection option nominates. Untouched neighbors are
    /// copied as one block, all of them at once when nothing is dropped.
    /// </summary>
    public void WriteFields(MessageHead head, KnownHeaderSet drop) => WriteFields(head, new FieldFilter(drop));

    /// <inheritdoc cref="WriteFields(MessageHead, KnownHeaderSet)"/>
    public void WriteFields(MessageHead head, in FieldFilter drop)
    {
        ArgumentNullException.ThrowIfNull(head);
        ReadOnlySpan<byte> bytes = head.Bytes;
        int runStart = head.FieldsStart;
        if (drop.Touches(head))
        {
            HeaderTable fields = head.Fields;
            bool looksAtNames = drop.LooksAtNames(head);
            for (int i = 0; i < fields.Count; i++)
            {
                ref readonly HeaderField field = ref fields[i];
                if (!drop.Headers.Contains(field.Known) && !(looksAtNames && drop.LeavesOutByName(head, i, field)))
                {
                    continue;
                }

                Write(bytes[runStart..field.LineStart]);
                runStart = field.LineStart + field.LineLength;
            }
        }

        Write(bytes[runStart..head.FieldsEnd]);
    }
}
