using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Answers;

/// <summary>A redirection (RFC 9110 §15.4).</summary>
internal sealed class Redirection : OwnAnswer
{
    private readonly Template _to;
    private readonly Template? _fragment;
    private readonly bool _keepsQuery;
    private readonly byte _separator;

    public Redirection(RedirectOptions options, TemplateScope scope)
    {
        Status = options.Status;
        _keepsQuery = options.KeepQuery;

        // RFC 3986 §3: the query stands before the fragment.
        var hash = options.To.IndexOf('#', StringComparison.Ordinal);
        var target = hash < 0 ? options.To : options.To[..hash];
        _separator = target.Contains('?', StringComparison.Ordinal) ? (byte)'&' : (byte)'?';
        _to = TemplateParser.Parse(target, scope with { IsUri = true });
        _fragment = hash < 0 ? null : TemplateParser.Parse(options.To[hash..], scope with { IsUri = true });
    }

    public override int Status { get; }

    public override ReadOnlySpan<byte> ContentType => PlainAnswer.Instance.ContentType;

    public override Template Body => PlainAnswer.Instance.Body;

    public override bool NeedsPath => _to.NeedsPath || _fragment is { NeedsPath: true };

    public override int Measure(Exchange exchange) =>
        "Location: \r\n?"u8.Length + _to.Bound(exchange) + (_fragment?.Bound(exchange) ?? 0) + exchange.Request.Target.Length;

    public override void WriteFields(ref HeadWriter writer, Exchange exchange, HeaderPolicy? policy)
    {
        if (policy is not null && policy.Drops(KnownHeader.Location))
        {
            return;
        }

        writer.Write("Location: "u8);
        WriteTarget(ref writer, exchange);
        writer.Write("\r\n"u8);
    }

    /// <summary>Writes where to.</summary>
    public void WriteTarget(ref HeadWriter writer, Exchange exchange)
    {
        _to.Write(ref writer, exchange);
        var query = _keepsQuery ? RequestTarget.QueryOf(exchange.Request) : default;
        if (!query.IsEmpty)
        {
            writer.WriteByte(_separator);
            writer.Write(query);
        }

        _fragment?.Write(ref writer, exchange);
    }
}
