using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Answers;

/// <summary>A route's fixed response, or the page for an error.</summary>
internal sealed class FixedAnswer : OwnAnswer
{
    private readonly byte[] _contentType;
    private readonly HeaderLine[] _lines = [];

    /// <param name="options">A route's response.</param>
    /// <param name="scope">What its fields may name.</param>
    public FixedAnswer(RespondOptions options, TemplateScope scope)
        : this(options.Status, options.ContentType ?? "text/plain; charset=utf-8", options.Body) =>
        _lines = [.. options.Headers.Select(header => new HeaderLine(header.Name, TemplateParser.Parse(header.Value, scope), appends: false))];

    /// <param name="page">The page for an error.</param>
    public FixedAnswer(ErrorPageOptions page)
        : this(0, page.ContentType ?? "text/html; charset=utf-8", page.Body)
    {
    }

    private FixedAnswer(int status, string contentType, ReadOnlyMemory<byte> body)
    {
        (Status, _contentType) = (status, Encoding.ASCII.GetBytes(contentType));
        Body = body.IsEmpty ? null : IsText(contentType) ? TemplateParser.ParsePage(body.Span) : Template.Literal(body.Span);
    }

    public override int Status { get; }

    public override ReadOnlySpan<byte> ContentType => _contentType;

    public override Template? Body { get; }

    public override bool NeedsPath => _lines.Any(line => line.Value.NeedsPath);

    public override int Measure(Exchange exchange)
    {
        var bytes = 0;
        foreach (var line in _lines)
        {
            bytes += line.Measure(exchange);
        }

        return bytes;
    }

    public override void WriteFields(ref HeadWriter writer, Exchange exchange, HeaderPolicy? policy)
    {
        foreach (var line in _lines)
        {
            if (policy is null || !policy.Drops(line))
            {
                line.Write(ref writer, null, exchange);
            }
        }
    }

    private static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("xml", StringComparison.OrdinalIgnoreCase);
}
