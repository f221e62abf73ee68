using Proxy.Http1.Messages;

namespace Proxy.Http1.Writing;

/// <summary>Writes the status line to a client.</summary>
public static class ResponseWriter
{
    /// <summary>Writes the status line of a response that was received, in our own version.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="head">The response.</param>
    public static void WriteStatusLine(ref HeadWriter writer, ResponseHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Version == ProtocolVersion.Http11 && !head.Reason.IsEmpty)
        {
            // Nothing would change: the grammar leaves one way to write it, but for an empty reason.
            writer.Write(head.Bytes[..head.FieldsStart]);
            return;
        }

        WriteStatusLine(ref writer, head.Status, head.Reason);
    }

    /// <summary>Writes our own version, the status and its reason, which may be empty: the space before it stays (RFC 9112 §4).</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="status">Three digits, 100 to 599.</param>
    /// <param name="reason">The phrase, as parsed or as <see cref="ReasonPhrases.Of"/> gives it.</param>
    public static void WriteStatusLine(ref HeadWriter writer, int status, scoped ReadOnlySpan<byte> reason)
    {
        writer.Write("HTTP/1.1 "u8);
        writer.WriteNumber(status);
        writer.WriteByte((byte)' ');
        writer.Write(reason);
        writer.Write("\r\n"u8);
    }
}
