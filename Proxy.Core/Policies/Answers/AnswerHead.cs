using System.IO.Pipelines;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Answers;

/// <summary>The head of a response of the proxy's own.</summary>
internal static class AnswerHead
{
    private const int ExtraBytes = 384 + IdentityFields.MaxReturnedBytes + RetryAfter.MaxBytes;
    private const int MethodNotAllowed = 405;

    /// <summary>True when a response of this status has content (RFC 9110 §6.4.1), be it only its length as for HEAD.</summary>
    public static bool HasContent(int status) => status is not (204 or 304);

    /// <summary>Writes it; it leaves with the body's first bytes.</summary>
    /// <param name="output">The client's connection.</param>
    /// <param name="exchange">What is answered; its status is that of the answer.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="policy">What is changed in the fields of responses, or null.</param>
    /// <param name="connection">The option of Connection that the client has to be told, or nothing.</param>
    /// <param name="date">The time.</param>
    public static void Write(
        PipeWriter output, Exchange exchange, OwnAnswer answer, HeaderPolicy? policy, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date)
    {
        // Where the request was not understood, none of its parts can be spoken of.
        var known = exchange.IsUnderstood;
        var changes = policy is null ? 0 : known ? policy.Measure(exchange) : policy.LiteralBytes;
        var allowed = exchange.Response.Length + exchange.Response.Fields.Count; // each with a space behind its colon
        var bound = ExtraBytes + answer.ContentType.Length + answer.Measure(exchange) + allowed + changes;
        var room = new HeadRoom(output, bound);
        var writer = new HeadWriter(room.Span);
        ResponseWriter.WriteStatusLine(ref writer, exchange.Status, ReasonPhrases.Of(exchange.Status));
        writer.WriteField("Date"u8, date);
        WriteContent(ref writer, exchange, answer, policy);
        answer.WriteFields(ref writer, exchange, policy);
        IdentityFields.WriteReturned(ref writer, exchange.Client, policy);
        RetryAfter.Write(ref writer, exchange, policy);
        if (known)
        {
            policy?.Write(ref writer, null, default, exchange);
        }
        else
        {
            policy?.WriteLiterals(ref writer, exchange);
        }

        if (!connection.IsEmpty)
        {
            writer.WriteField("Connection"u8, connection);
        }

        writer.WriteEnd();
        room.Commit(writer.Written);
    }

    private static void WriteContent(ref HeadWriter writer, Exchange exchange, OwnAnswer answer, HeaderPolicy? policy)
    {
        if (exchange.Status == MethodNotAllowed && answer.Status == 0 && (policy is null || !policy.Drops(KnownHeader.Allow)))
        {
            WriteAllowed(ref writer, exchange.Response);
        }

        if (!HasContent(exchange.Status))
        {
            return;
        }

        if (answer.Body is not null && (policy is null || !policy.Drops(KnownHeader.ContentType)))
        {
            writer.WriteField("Content-Type"u8, answer.ContentType);
        }

        writer.WriteField("Content-Length"u8, answer.Body?.Measure(exchange) ?? 0);
    }

    // RFC 9110 §15.5.6: it must say what is allowed, which an origin knows better whose response is replaced.
    private static void WriteAllowed(ref HeadWriter writer, ResponseHead replaced)
    {
        if (replaced.Status != MethodNotAllowed)
        {
            writer.WriteField("Allow"u8, CannedResponses.Allow);
            return;
        }

        for (var i = replaced.Fields.IndexOf(KnownHeader.Allow); i >= 0; i = replaced.Fields.IndexOfNext(KnownHeader.Allow, i))
        {
            writer.WriteField("Allow"u8, replaced.ValueOf(i));
        }
    }
}
