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

    private HeaderPolicy(HeaderLine[] lines, IReadOnlyCollection<string> dropped)
    {
        _lines = lines;
        LiteralBytes = lines.Where(line => line.IsLiteral).Sum(line => line.LiteralBytes);
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

    /// <summary>The lines written, in order.</summary>
    public IReadOnlyList<HeaderLine> Lines => _lines;

    /// <summary>The request's path has to be read for it.</summary>
    public bool NeedsPath => _lines.Any(line => line.Value.NeedsPath);

    /// <summary>Compiles what holds everywhere and what one route adds, which has the last word; null where nothing is changed.</summary>
    public static HeaderPolicy? Compile(HeaderPolicyOptions everywhere, HeaderPolicyOptions route, TemplateScope scope)
    {
        if (everywhere.IsEmpty && route.IsEmpty)
        {
            return null;
        }

        // What holds everywhere names no capture: a route may have one called like a variable.
        var lines = LinesOf(everywhere, scope with { Captures = [] });
        var replaced = new FieldNames([.. route.Remove, .. route.Set.Select(header => header.Name)]);
        lines.RemoveAll(line => replaced.Contains(Encoding.ASCII.GetBytes(line.Name)));
        foreach (var line in LinesOf(route, scope))
        {
            var written = line.Appends ? lines.FindIndex(other => !other.Appends && HasName(other, line.Name)) : -1;
            if (written >= 0)
            {
                lines[written] = new(line.Name, Template.Join(lines[written].Value, Template.Literal(", "u8), line.Value), appends: false);
            }
            else
            {
                lines.Add(line);
            }
        }

        return new HeaderPolicy(
            [.. lines],
            [.. DroppedBy(everywhere), .. DroppedBy(route)]);
    }

    /// <summary>The header of this name, where the policy may take it for one it knows.</summary>
    public static KnownHeader KnownName(string name)
    {
        // X-Forwarded-… stands for many names at once.
        var known = name.EndsWith('*') ? KnownHeader.None : KnownHeaders.Find(Encoding.ASCII.GetBytes(name));
        return known == KnownHeader.XForwardedOther ? KnownHeader.None : known;
    }

    /// <summary>A filter that takes off what this policy takes off, too.</summary>
    public FieldFilter Extend(in FieldFilter filter) =>
        filter with { Headers = filter.Headers | _known, Lookalikes = filter.Lookalikes | _known, Names = _names };

    /// <summary>True when a field of this name is not to be written by anybody else.</summary>
    public bool Drops(KnownHeader header) => _known.Contains(header) || (_names is not null && _names.Contains(KnownHeaders.NameOf(header)));

    /// <summary>True when a field of this name is not to be written by anybody else.</summary>
    public bool Drops(ReadOnlySpan<byte> name) => _known.Contains(KnownHeaders.Find(name)) || (_names is not null && _names.Contains(name));

    /// <summary>True when a line is not to be written by anybody else.</summary>
    public bool Drops(HeaderLine line) => line.Known != KnownHeader.None ? Drops(line.Known) : _names is not null && _names.Contains(line.NameBytes);

    /// <summary>Bytes that <see cref="WriteLiterals"/> takes.</summary>
    public int LiteralBytes { get; }

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
    /// <param name="exchange">Whose message it is.</param>
    public void Write(ref HeadWriter writer, MessageHead? head, Exchange exchange)
    {
        foreach (var line in _lines)
        {
            line.Write(ref writer, head, exchange);
        }
    }

    /// <summary>Writes the lines that need nothing of the request, which was not understood.</summary>
    public void WriteLiterals(ref HeadWriter writer, Exchange exchange)
    {
        foreach (var line in _lines)
        {
            if (line.IsLiteral)
            {
                line.Write(ref writer, null, exchange);
            }
        }
    }

    private static bool HasName(HeaderLine line, string name) => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> DroppedBy(HeaderPolicyOptions options) =>
        [.. options.Remove, .. options.Set.Select(header => header.Name), .. options.Append.Select(header => header.Name)];

    private static List<HeaderLine> LinesOf(HeaderPolicyOptions options, TemplateScope scope) =>
    [
        .. options.Set.Select(header => LineOf(header, scope, appends: false)),
        .. options.Append.Select(header => LineOf(header, scope, appends: true)),
        .. options.Add.Select(header => LineOf(header, scope, appends: false)),
    ];

    private static HeaderLine LineOf(HeaderValueOptions header, TemplateScope scope, bool appends) =>
        new(header.Name, TemplateParser.Parse(header.Value, scope), appends);
}
