using System.IO.Pipelines;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>The answers to an OPTIONS or TRACE that may be forwarded no further (RFC 9110 §7.6.2).</summary>
internal static class OwnResponses
{
    // RFC 9110 §9.3.8: what is secret is left out of what a TRACE is shown.
    private static readonly FieldFilter Secrets = new(
        KnownHeaderSet.Of(KnownHeader.Authorization, KnownHeader.ProxyAuthorization, KnownHeader.Cookie));

    /// <summary>Their status.</summary>
    public const int Status = 200;

    private const int ExtraBytes = 384 + IdentityFields.MaxReturnedBytes;

    /// <summary>Writes the whole response; it leaves with the next flush.</summary>
    /// <param name="output">The client's connection.</param>
    /// <param name="exchange">What is answered.</param>
    /// <param name="connection">The option of Connection that the client has to be told, or nothing.</param>
    /// <param name="date">The time.</param>
    /// <returns>Bytes of the body.</returns>
    public static long Write(PipeWriter output, Exchange exchange, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date)
    {
        var request = exchange.Request;

        // The request as it came is the longest body.
        var isTrace = request.Method == KnownMethod.Trace;
        var writer = new HeadWriter(output.GetSpan(ExtraBytes + HeadWriter.UpperBound(request)));
        ResponseWriter.WriteStatusLine(ref writer, Status, ReasonPhrases.Of(Status));
        writer.WriteField("Date"u8, date);
        if (!connection.IsEmpty)
        {
            writer.WriteField("Connection"u8, connection);
        }

        IdentityFields.WriteReturned(ref writer, exchange.Client, changes: null);
        var body = 0L;
        if (isTrace)
        {
            body = WriteTrace(ref writer, request);
        }
        else
        {
            writer.WriteField("Allow"u8, CannedResponses.Allow);
            writer.Write("Content-Length: 0\r\n\r\n"u8);
        }

        output.Advance(writer.Written);
        return body;
    }

    private static long WriteTrace(ref HeadWriter writer, RequestHead request)
    {
        var body = request.Line.Length + CountFields(request) + "\r\n"u8.Length;
        writer.Write("Content-Type: message/http\r\n"u8);
        writer.WriteField("Content-Length"u8, body);
        writer.WriteEnd();
        writer.Write(request.Line);
        writer.WriteFields(request, Secrets);
        writer.WriteEnd();
        return body;
    }

    private static long CountFields(RequestHead request)
    {
        long bytes = 0;
        for (var i = 0; i < request.Fields.Count; i++)
        {
            bytes += Secrets.LeavesOut(request, i) ? 0 : request.Fields[i].LineLength;
        }

        return bytes;
    }
}
