using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Explaining;

/// <summary>Writes the responses of the proxy's own into memory, with the writers that clients get them from.</summary>
internal sealed class AnswerPreview(Exchange exchange, DateTimeOffset now)
{
    private const int MaxPreview = 72;

    private readonly byte[] _date = Encoding.ASCII.GetBytes(now.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The answer to a request that goes no further, and is no error.</summary>
    public ExplainedAnswer Own()
    {
        exchange.KeepClient &= exchange.Request.KeepAlive;
        if (exchange.Answer is not { } answer)
        {
            exchange.Status = OwnResponses.Status;
            return Split(HeadBytes.Of(output => OwnResponses.Write(output, exchange, Option(), _date)));
        }

        exchange.Status = answer.Status == 0 ? exchange.Status : answer.Status;
        return Of(answer, answer.Policy ?? HeaderPolicy.OfResponse(exchange));
    }

    /// <summary>The answer to a request that is refused.</summary>
    public ExplainedAnswer Error(int status, bool keep)
    {
        exchange.KeepClient &= keep && exchange.Request.KeepAlive;
        exchange.Status = status;
        var page = OwnAnswer.PageFor(status, exchange);
        var policy = HeaderPolicy.OfResponse(exchange);
        return page is null && policy is null ? Split(HeadBytes.Of(WriteCanned)) : Of(page ?? PlainAnswer.Instance, policy);
    }

    private ExplainedAnswer Of(OwnAnswer answer, HeaderPolicy? policy)
    {
        var head = HeadBytes.Of(output => AnswerHead.Write(output, exchange, answer, policy, Option(), _date));
        var body = answer.Body is null || !AnswerHead.HasContent(exchange.Status) ? [] : BodyOf(answer);
        return new(ByteText.Of(head), body.Length, Preview(body)) { Examples = ExampleFields.OfAnswer(exchange, policy) };
    }

    private byte[] BodyOf(OwnAnswer answer)
    {
        var body = new List<byte>();
        for (var i = 0; i < answer.Body!.Parts.Count; i++)
        {
            body.AddRange(answer.Body.BytesOf(i, exchange).ToArray());
        }

        return [.. body];
    }

    private void WriteCanned(PipeWriter output)
    {
        Span<byte> fields = stackalloc byte[IdentityFields.MaxReturnedBytes];
        fields = fields[..IdentityFields.WriteReturned(fields, exchange.Client)];
        output.Advance(CannedResponses.Write(
            output.GetSpan(CannedResponses.MaxBytes + fields.Length),
            exchange.Status,
            _date,
            close: !exchange.KeepClient,
            headOnly: exchange.Request.Method == KnownMethod.Head,
            exchange.Request.Version,
            fields));
    }

    private ExplainedAnswer Split(byte[] response)
    {
        var end = response.AsSpan().IndexOf("\r\n\r\n"u8) + "\r\n\r\n"u8.Length;
        var examples = ExampleFields.OfAnswer(exchange, policy: null);
        return new(ByteText.Of(response.AsSpan(0, end)), response.Length - end, Preview(response.AsSpan(end))) { Examples = examples };
    }

    private ReadOnlySpan<byte> Option() => !exchange.KeepClient ? "close"u8 : default;

    private static string? Preview(ReadOnlySpan<byte> body)
    {
        var line = body.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? body[..end] : body;
        var isText = !line.IsEmpty && System.Text.Unicode.Utf8.IsValid(line) && line.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
        return !isText ? null : ByteText.Of(line) is { Length: > MaxPreview } text ? $"{text[..MaxPreview]}…" : ByteText.Of(line);
    }
}
