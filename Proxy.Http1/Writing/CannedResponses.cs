using Proxy.Http1.Messages;

namespace Proxy.Http1.Writing;

/// <summary>Whole responses of the proxy itself, for errors. They name a status and nothing else: no product, no host, no cause.</summary>
public static class CannedResponses
{
    /// <summary>Bytes that any of them takes at most.</summary>
    public const int MaxBytes = 384;

    /// <summary>
    /// The methods that are forwarded, as Allow lists them (RFC 9110 §10.2.1); others, which RFC 9110 leaves to origins, are forwarded too but have
    /// no place in a list.
    /// </summary>
    public static ReadOnlySpan<byte> Allow => "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"u8;

    /// <summary>Writes one response with a short text as its body.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="status">100 to 599. 1xx, 204 and 304 have no body.</param>
    /// <param name="date">The value of Date (RFC 9110 §5.6.7), 29 bytes; empty leaves the field out.</param>
    /// <param name="close">Adds <c>Connection: close</c>.</param>
    /// <param name="headOnly">Leaves the body out and its length standing, as for HEAD (RFC 9110 §9.3.2).</param>
    /// <param name="version">The client's version: HTTP/1.0 must be told of a connection that is kept (RFC 9112 §9.3).</param>
    /// <param name="fields">Further field lines, each with its CRLF; they need room besides.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(
        Span<byte> destination,
        int status,
        ReadOnlySpan<byte> date,
        bool close,
        bool headOnly,
        ProtocolVersion version = ProtocolVersion.Http11,
        ReadOnlySpan<byte> fields = default)
    {
        HeadWriter writer = new(destination);
        ReadOnlySpan<byte> reason = ReasonPhrases.Of(status);
        ResponseWriter.WriteStatusLine(ref writer, status, reason);
        if (!date.IsEmpty)
        {
            writer.WriteField("Date"u8, date);
        }

        if (status == 405)
        {
            // RFC 9110 §15.5.6: it must say what is allowed.
            writer.WriteField("Allow"u8, Allow);
        }

        writer.Write(fields);
        bool hasBody = HasBody(status);
        if (hasBody)
        {
            writer.Write("Content-Type: text/plain\r\n"u8);
            writer.WriteField("Content-Length"u8, BodyLength(status));
        }

        if (close)
        {
            writer.Write("Connection: close\r\n"u8);
        }
        else if (version == ProtocolVersion.Http10)
        {
            writer.Write("Connection: keep-alive\r\n"u8);
        }

        writer.WriteEnd();
        if (hasBody && !headOnly)
        {
            WriteBody(ref writer, status, reason);
        }

        return writer.Written;
    }

    /// <summary>Bytes of the body of one of them, where it is not left out.</summary>
    public static int BodyLength(int status)
    {
        int reason = ReasonPhrases.Of(status).Length;
        return HasBody(status) ? 3 + (reason == 0 ? 0 : 1 + reason) + 1 : 0;
    }

    private static bool HasBody(int status) => status >= 200 && status is not (204 or 304);

    private static void WriteBody(ref HeadWriter writer, int status, ReadOnlySpan<byte> reason)
    {
        writer.WriteNumber(status);
        if (!reason.IsEmpty)
        {
            writer.WriteByte((byte)' ');
            writer.Write(reason);
        }

        writer.WriteByte((byte)'\n');
    }
}
