using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>What is changed in the fields of a message, compiled from what holds everywhere and what a route adds to it. Immutable.</summary>
internal sealed class HeaderPolicy
{
    private readonly HeaderLine[] _lines;
    private readonly KnownHeaderSet _known;
    private readonly FieldNames? _names;

    /// <param name="lines">The lines written, in order.</param>
    /// <param name="dropped">The names taken off, those that are written anew included.</param>
    public HeaderPolicy(IEnumerable<HeaderLine> lines, IEnumerable<string> dropped)
    {
        _lines = [.. lines];
        LiteralBytes = _lines.Where(line => line.IsLiteral).Sum(line => line.LiteralBytes);
        Dropped = [.. dropped.Distinct(StringComparer.OrdinalIgnoreCase)];
        var others = new List<string>();
        foreach (var name in Dropped)
        {
            var known = KnownName(name);
            _known = _known.With(known);
            if (known == KnownHeader.None)
            {
                others.Add(name);
            }
        }

        _names = others.Count > 0 ? new FieldNames(others) : null;
    }

    /// <summary>The names taken off, those that are written anew included.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>The headers we know among them.</summary>
    public KnownHeaderSet DroppedHeaders => _known;

    /// <summary>All others among them, and beginnings; null where there are none.</summary>
    public FieldNames? DroppedNames => _names;

    /// <summary>The lines written, in order.</summary>
    public IReadOnlyList<HeaderLine> Lines => _lines;

    /// <summary>The request's path has to be read for it.</summary>
    public bool NeedsPath => _lines.Any(line => line.Values.Any(value => value.NeedsPath));

    /// <summary>Bytes that <see cref="WriteLiterals"/> takes.</summary>
    public int LiteralBytes { get; }

    /// <summary>Compiles what holds everywhere and what one route adds, which has the last word; null where nothing is changed.</summary>
    public static HeaderPolicy? Compile(HeaderPolicyOptions everywhere, HeaderPolicyOptions route, TemplateScope scope, HeaderPolicyOptions? answer = null)
    {
        var layers = new HeaderLayers();
        layers.Add(answer ?? new(), scope);

        // What holds everywhere names no capture: a route may have one called like a variable.
        layers.Add(everywhere, scope with { Captures = [] });
        layers.Add(route, scope);
        return layers.Build();
    }

    /// <summary>What is changed in the fields of the exchange's response, by its route or, where it took none, everywhere; null where nothing is.</summary>
    public static HeaderPolicy? OfResponse(Exchange exchange) =>
        exchange.Route is null ? exchange.Snapshot.ResponsePolicy : exchange.Route.ResponsePolicy;

    /// <summary>The header of this name, where the policy may take it for one it knows.</summary>
    public static KnownHeader KnownName(string name)
    {
        // X-Forwarded-… stands for many names at once.
        var known = name.EndsWith('*') ? KnownHeader.None : KnownHeaders.Find(Encoding.ASCII.GetBytes(name.Replace('_', '-')));
        return known == KnownHeader.XForwardedOther ? KnownHeader.None : known;
    }

    /// <summary>A filter that takes off what this policy takes off, too.</summary>
    public FieldFilter Extend(in FieldFilter filter) =>
        filter with { Headers = filter.Headers | _known, Lookalikes = filter.Lookalikes | _known, Names = _names };

    /// <summary>True when a field of this name is not to be written by anybody else.</summary>
    public bool Drops(KnownHeader header) => _known.Contains(header) || (_names is not null && _names.Contains(KnownHeaders.NameOf(header)));

    /// <inheritdoc cref="Drops(KnownHeader)"/>
    public bool Drops(ReadOnlySpan<byte> name) => _known.Contains(KnownHeaders.Find(name)) || (_names is not null && _names.Contains(name));

    /// <summary>Bytes the lines take at most, beside values that stand in the head already.</summary>
    public int Measure(Exchange exchange)
    {
        var bytes = LiteralBytes;
        foreach (var line in _lines)
        {
            if (!line.IsLiteral)
            {
                bytes += line.Measure(exchange);
            }
        }

        return bytes;
    }

    /// <summary>Writes the lines.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="head">The head that is changed; null for a response of the proxy's own.</param>
    /// <param name="filter">What of that head goes no further, whatever this policy says.</param>
    /// <param name="exchange">Whose message it is.</param>
    public void Write(ref HeadWriter writer, MessageHead? head, in FieldFilter filter, Exchange exchange)
    {
        foreach (var line in _lines)
        {
            line.Write(ref writer, head, filter, exchange);
        }
    }

    /// <summary>Writes the lines that need nothing of the request, which was not understood.</summary>
    public void WriteLiterals(ref HeadWriter writer, Exchange exchange)
    {
        foreach (var line in _lines)
        {
            if (line.IsLiteral)
            {
                line.Write(ref writer, null, default, exchange);
            }
        }
    }
}
