namespace Proxy.Http1.Writing;

/// <summary>Writes the status line to a client.</summary>
public static class ResponseWriter
{
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
