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
    private readonly bool _isPath;

    public Redirection(RedirectOptions options, TemplateScope scope)
    {
        Status = options.Status;

        // RFC 3986 §3: the query stands before the fragment.
        var hash = TemplateParser.IndexInText(options.To, '#');
        var target = hash < 0 ? options.To : options.To[..hash];
        _to = TemplateParser.Parse(target, scope with { IsUri = true });
        _fragment = hash < 0 ? null : TemplateParser.Parse(options.To[hash..], scope with { IsUri = true });
        _keepsQuery = options.KeepQuery && !_to.Names(Variable.Query, Variable.Target);
        _isPath = target is ['/', not '/', ..];
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
        var start = writer.Written;
        _to.Write(ref writer, exchange);
        if (_isPath)
        {
            // A capture that is empty must not leave two slashes, behind which a host stands (RFC 3986 §4.2).
            writer.MergeSlashes(start);
        }

        var query = _keepsQuery ? RequestTarget.QueryOf(exchange.Request) : default;
        if (!query.IsEmpty)
        {
            writer.WriteByte(_to.HasQuery ? (byte)'&' : (byte)'?');
            writer.Write(query);
        }

        _fragment?.Write(ref writer, exchange);
    }
}
