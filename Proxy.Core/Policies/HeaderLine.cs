using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>A field line that a policy writes, compiled.</summary>
internal sealed class HeaderLine
{
    private readonly byte[] _start;
    private readonly Template[] _values;
    private readonly byte[]? _whole;

    /// <param name="name">The field's name.</param>
    /// <param name="values">Its value, or several that make a list (RFC 9110 §5.6.1).</param>
    /// <param name="appends">Behind what has that name already, in one line with it.</param>
    public HeaderLine(string name, Template[] values, bool appends)
    {
        (Name, Appends, _values) = (name, appends, values);
        NameBytes = Encoding.ASCII.GetBytes(name);
        _start = Encoding.ASCII.GetBytes($"{name}: ");
        Known = HeaderPolicy.KnownName(name);
        IsLiteral = values.All(value => value.IsLiteral);
        _whole = IsLiteral ? Whole() : null;
        LiteralBytes = _start.Length + "\r\n"u8.Length + values.Sum(value => value.Parts.Sum(part => part.Text.Length) + ", "u8.Length);
    }

    public string Name { get; }

    public byte[] NameBytes { get; }

    /// <summary>Which header it is, where it is one we know.</summary>
    public KnownHeader Known { get; }

    /// <summary>Its values, which are put together to a list; those that come out empty are left out.</summary>
    public IReadOnlyList<Template> Values => _values;

    /// <summary>The values go behind what has that name already.</summary>
    public bool Appends { get; }

    /// <summary>What it adds is the same for every message: it can be written before anything is known of the request.</summary>
    public bool IsLiteral { get; }

    /// <summary>Bytes it takes where it is the same for every message.</summary>
    public int LiteralBytes { get; }

    /// <summary>The same line with a value more.</summary>
    public HeaderLine With(Template value, bool appends) => new(Name, [.. _values, value], appends);

    /// <summary>Bytes it takes at most, beside values that stand in the head already.</summary>
    public int Measure(Exchange exchange)
    {
        var bytes = _start.Length + "\r\n"u8.Length;
        foreach (var value in _values)
        {
            bytes += value.Bound(exchange) + ", "u8.Length;
        }

        return bytes;
    }

    /// <summary>Writes it; nothing where the value is empty.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="head">The head that is changed; null for a response of the proxy's own.</param>
    /// <param name="filter">What of that head goes no further, whatever the policy says.</param>
    /// <param name="exchange">Whose message it is.</param>
    public void Write(ref HeadWriter writer, MessageHead? head, in FieldFilter filter, Exchange exchange)
    {
        if (_whole is not null && (!Appends || head is null))
        {
            writer.Write(_whole);
            return;
        }

        var before = writer.Written;
        writer.Write(_start);
        var start = writer.Written;
        if (Appends && head is not null)
        {
            WritePresent(ref writer, head, filter, start);
        }

        foreach (var value in _values)
        {
            var end = writer.Written;
            writer.Write(end > start ? ", "u8 : default);
            var own = writer.Written;
            value.Write(ref writer, exchange);
            if (writer.Written == own)
            {
                writer.Rewind(end);
            }
        }

        if (writer.Written == start)
        {
            writer.Rewind(before);
            return;
        }

        writer.Write("\r\n"u8);
    }

    // Nothing where every value is empty.
    private byte[] Whole()
    {
        string[] values = [.. _values.SelectMany(value => value.Parts).Select(part => Encoding.UTF8.GetString(part.Text))];
        return values.Length == 0 ? [] : [.. _start, .. Encoding.UTF8.GetBytes(string.Join(", ", values)), .. "\r\n"u8];
    }

    // RFC 9110 §5.3: several lines of one name are one list.
    private void WritePresent(ref HeadWriter writer, MessageHead head, in FieldFilter filter, int start)
    {
        for (var i = 0; i < head.Fields.Count; i++)
        {
            if (IsSame(head, i) && !filter.LeavesOut(head, i) && head.Fields[i].ValueLength > 0)
            {
                writer.Write(writer.Written > start ? ", "u8 : default);
                writer.Write(head.ValueOf(i));
            }
        }
    }

    private bool IsSame(MessageHead head, int index) =>
        Known != KnownHeader.None ? head.Fields[index].Known == Known : Ascii.EqualsIgnoreCase(head.NameOf(index), NameBytes);
}
