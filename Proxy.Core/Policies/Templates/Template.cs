using System.Buffers;
using Proxy.Core.Pipeline;
using Proxy.Core.Routing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Templates;

/// <summary>Text with variables, compiled: written for each request without allocation. Immutable.</summary>
internal sealed class Template
{
    private readonly TemplatePart[] _parts;
    private readonly bool _isUri;
    private readonly int _literalBytes;
    private readonly int _variables;
    private readonly bool _isConfigured;
    private readonly TemplatePart? _only;

    /// <param name="parts">What it is made of; neighboring texts are joined.</param>
    /// <param name="isUri">It is a URI or the begin of one: text and values are percent-encoded as where they stand needs it.</param>
    public Template(IEnumerable<TemplatePart> parts, bool isUri)
    {
        _isUri = isUri;
        var joined = new List<TemplatePart>();
        var uri = new UriParts();
        foreach (var part in parts)
        {
            var taken = isUri ? uri.Take(part) : part;
            if (part.Variable == Variable.None && joined is [.., { Variable: Variable.None } last])
            {
                joined[^1] = last with { Text = [.. last.Text, .. taken.Text] };
            }
            else
            {
                joined.Add(taken);
            }
        }

        _parts = [.. joined];
        _literalBytes = _parts.Where(part => part.Variable == Variable.None).Sum(part => part.Text.Length);
        _variables = _parts.Count(part => part.Variable != Variable.None);
        _isConfigured = _parts.Any(part => VariableValues.IsConfigured(part.Variable));
        _only = _parts is [{ Allowed: null } only] && only.Variable != Variable.None ? only : null;
        HasQuery = uri.Place == UriPlace.Query;
        IsLiteral = joined.TrueForAll(part => part.Variable == Variable.None);
    }

    /// <summary>What it is made of, for those who show it.</summary>
    public IReadOnlyList<TemplatePart> Parts => _parts;

    /// <summary>It is the same for every request.</summary>
    public bool IsLiteral { get; }

    /// <summary>It is a URI whose query is begun.</summary>
    public bool HasQuery { get; }

    /// <summary>The request's path has to be read for it.</summary>
    public bool NeedsPath => _parts.Any(part => part.NeedsPath);

    /// <summary>A template without variables.</summary>
    public static Template Literal(ReadOnlySpan<byte> text) => new([new(Variable.None, text.ToArray())], isUri: false);

    /// <summary>Bytes it takes at most for this request: more than it will, but told without a look at any value.</summary>
    public int Bound(Exchange exchange) =>
        _variables == 0 ? _literalBytes
        : _isConfigured ? Measure(exchange)
        : _literalBytes + (_variables * (_isUri ? UriEncoding.MaxBytesPerByte : 1) * VariableValues.LongestOf(exchange));

    /// <summary>True when it names one of these variables.</summary>
    public bool Names(params ReadOnlySpan<Variable> variables)
    {
        foreach (var part in _parts)
        {
            if (variables.Contains(part.Variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Bytes it takes at most for this request; exactly, where it is no URI.</summary>
    public int Measure(Exchange exchange)
    {
        Span<byte> scratch = stackalloc byte[VariableValues.ScratchBytes];
        var bytes = 0;
        foreach (var part in _parts)
        {
            bytes += part.Variable == Variable.None ? part.Text.Length
                : VariableValues.Of(part, exchange, scratch).Length * (part.Allowed is null ? 1 : UriEncoding.MaxBytesPerByte);
        }

        return bytes;
    }

    /// <summary>One part for this request, as memory that stays in place.</summary>
    public ReadOnlySequence<byte> BytesOf(int part, Exchange exchange)
    {
        if (_parts[part].Variable == Variable.None)
        {
            return new(_parts[part].Text);
        }

        var value = VariableValues.Of(_parts[part], exchange, exchange.Scratch);
        value.CopyTo(exchange.Scratch);
        return new(exchange.Scratch, 0, value.Length);
    }

    /// <summary>Writes it for this request.</summary>
    public void Write(ref HeadWriter writer, Exchange exchange)
    {
        Span<byte> scratch = stackalloc byte[VariableValues.ScratchBytes];
        if (_only is not null)
        {
            writer.Write(VariableValues.Of(_only, exchange, scratch));
            return;
        }

        foreach (var part in _parts)
        {
            if (part.Variable == Variable.None)
            {
                writer.Write(part.Text);
                continue;
            }

            var value = VariableValues.Of(part, exchange, scratch);
            if (part.Allowed is { } allowed)
            {
                UriEncoding.Write(ref writer, value, allowed);
            }
            else
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>The hash of its variables' values for this request; false where none has one.</summary>
    public bool TryHash(Exchange exchange, out ulong hash)
    {
        Span<byte> scratch = stackalloc byte[VariableValues.ScratchBytes];
        var (state, hasValue) = (default(StableHash), false);
        foreach (var part in _parts)
        {
            if (part.Variable != Variable.None)
            {
                var value = VariableValues.Of(part, exchange, scratch);
                hasValue |= !value.IsEmpty;
                state.Add(value);
            }
        }

        hash = state.Value;
        return hasValue;
    }
}
