using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Policies.Templates;

namespace Proxy.Core.Policies.Answers;

/// <summary>A route's fixed response, or the page for an error.</summary>
internal sealed class FixedAnswer : OwnAnswer
{
    private readonly byte[] _contentType;

    /// <param name="options">A route's response.</param>
    /// <param name="policy">Its fields, and what the route changes in the fields of responses; null where there are none.</param>
    public FixedAnswer(RespondOptions options, HeaderPolicy? policy)
        : this(options.Status, options.ContentType ?? "text/plain; charset=utf-8", options.Body) => Policy = policy;

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

    public override HeaderPolicy? Policy { get; }

    public override bool NeedsPath => Policy is { NeedsPath: true };

    private static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("xml", StringComparison.OrdinalIgnoreCase);
}
