using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Writing;

namespace Proxy.Core.Explaining;

/// <summary>Puts the head that an origin gets beside the one that came. Both are the engine's own: what is kept, its filter says.</summary>
internal sealed class RequestDiff
{
    private readonly Exchange _exchange;
    private readonly FieldReasons _reasons;
    private readonly FieldFilter _filter;
    private readonly ExampleFields _examples;
    private readonly List<string> _new;
    private readonly List<FieldChange> _fields = [];

    private RequestDiff(Exchange exchange, ProxyOptions options, IEnumerable<string> lines)
    {
        _exchange = exchange;
        _filter = RequestHeaders.FilterOf(exchange);
        _reasons = new FieldReasons(exchange, _filter, PolicyKeys.OfRequests(options, exchange.Route));
        _examples = new ExampleFields(exchange);
        _new = [.. lines];
    }

    /// <summary>Compares the head that goes out with the exchange's request.</summary>
    public static ExplainedHead Of(byte[] head, Exchange exchange, ProxyOptions options)
    {
        var lines = ByteText.LinesOf(head);
        var before = ByteText.LinesOf(exchange.Request.Line)[0];
        var diff = new RequestDiff(exchange, options, lines.Skip(1));
        diff.Compare();
        return new ExplainedHead
        {
            Head = ByteText.Of(head),
            LineBefore = before,
            LineAfter = lines[0],
            LineReason = lines[0] == before ? null : LineReason(exchange),
            Fields = diff._fields,
        };
    }

    private void Compare()
    {
        var request = _exchange.Request;
        var count = request.Fields.Count;
        for (var i = 0; i < count; i++)
        {
            if (!_filter.LeavesOut(request, i))
            {
                _new.Remove(LineOf(i));
            }
        }

        for (var i = 0; i < count; i++)
        {
            var (name, value) = ByteText.Split(LineOf(i));
            _fields.Add(_filter.LeavesOut(request, i) ? Gone(i, name, value) : new(FieldChangeKind.Kept, name, value, value));
        }

        _fields.AddRange(_new.Select(line => Put(ByteText.Split(line))));
        _fields.AddRange(_examples.Skipped.Select(name => new FieldChange(
            FieldChangeKind.Skipped, name, null, null, $"its value is empty here ({_reasons.Addition(name)})")));
    }

    // Taken off, or there with another value.
    private FieldChange Gone(int index, string name, string value)
    {
        var reason = _reasons.Removal(index);
        var at = _new.FindIndex(line => ByteText.Split(line).Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return new(FieldChangeKind.Removed, name, value, null, reason);
        }

        var after = Put(ByteText.Split(_new[at]));
        _new.RemoveAt(at);
        return after with
        {
            Kind = after.After == value ? FieldChangeKind.Kept : FieldChangeKind.Changed,
            Before = value,
            Reason = reason == FieldReasons.NotBelieved ? reason : after.Reason,
        };
    }

    private FieldChange Put((string Name, string Value) line) =>
        new(FieldChangeKind.Added, line.Name, null, line.Value, _reasons.Addition(line.Name), _examples.IsExample(line.Name));

    private string LineOf(int index)
    {
        var field = _exchange.Request.Fields[index];
        return ByteText.Of(_exchange.Request.Bytes.Slice(field.LineStart, field.LineLength)).TrimEnd('\r', '\n');
    }

    private static string LineReason(Exchange exchange)
    {
        if (exchange.Route is not { Rewrite: { ChangesPath: true }, Options.Rewrite: { } rewrite } route)
        {
            return "an origin wants its own form, in our version (RFC 9112 §3.2.1, §2.3)";
        }

        string?[] keys =
        [
            rewrite.StripPrefix is { } stripped ? $"stripPrefix {stripped}" : null,
            rewrite.AddPrefix is { } added ? $"addPrefix {added}" : null,
            rewrite.Path is { } path ? $"path {path}" : null,
        ];
        return $"{RouteText.KeyOf(route)}.rewrite: {string.Join(", ", keys.OfType<string>())}";
    }
}
