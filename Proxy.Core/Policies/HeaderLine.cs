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
    private readonly byte[]? _whole;

    /// <param name="name">The field's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="appends">Behind what has that name already, in one line with it.</param>
    public HeaderLine(string name, Template value, bool appends)
    {
        (Name, Value, Appends) = (name, value, appends);
        NameBytes = Encoding.ASCII.GetBytes(name);
        _start = Encoding.ASCII.GetBytes($"{name}: ");
        Known = HeaderPolicy.KnownName(name);
        _whole = !appends && value.IsLiteral ? Whole(name, value) : null;
    }

    public string Name { get; }

    public byte[] NameBytes { get; }

    /// <summary>Which header it is, where it is one we know.</summary>
    public KnownHeader Known { get; }

    public Template Value { get; }

    /// <summary>The value goes behind what has that name already.</summary>
    public bool Appends { get; }

    /// <summary>The same line for every message: it can be written before anything is known of the request.</summary>
    public bool IsLiteral => _whole is not null;

    /// <summary>Bytes it takes where it is the same for every message.</summary>
    public int LiteralBytes => _whole?.Length ?? 0;

    /// <summary>Bytes it takes at most, beside values that stand in the head already.</summary>
    public int Measure(Exchange exchange) => _start.Length + Value.Bound(exchange) + "\r\n, "u8.Length;

    /// <summary>Writes it; nothing where the value is empty.</summary>
    public void Write(ref HeadWriter writer, MessageHead? head, Exchange exchange)
    {
        if (_whole is not null)
        {
            writer.Write(_whole);
            return;
        }

        var before = writer.Written;
        writer.Write(_start);
        var start = writer.Written;
        if (Appends && head is not null)
        {
            WritePresent(ref writer, head, start);
        }

        var value = writer.Written;
        writer.Write(value > start ? ", "u8 : default);
        var own = writer.Written;
        Value.Write(ref writer, exchange);
        if (writer.Written == own)
        {
            writer.Rewind(value);
        }

        if (writer.Written == start)
        {
            writer.Rewind(before);
            return;
        }

        writer.Write("\r\n"u8);
    }

    // Nothing where the value is empty.
    private static byte[] Whole(string name, Template value) =>
        value.Parts.Count == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{name}: "), .. value.Parts[0].Text, .. "\r\n"u8];

    // RFC 9110 §5.3: several lines of one name are one list.
    private void WritePresent(ref HeadWriter writer, MessageHead head, int start)
    {
        for (var i = 0; i < head.Fields.Count; i++)
        {
            if (IsSame(head, i) && !head.IsNamedByConnection(i) && head.Fields[i].ValueLength > 0)
            {
                writer.Write(writer.Written > start ? ", "u8 : default);
                writer.Write(head.ValueOf(i));
            }
        }
    }

    private bool IsSame(MessageHead head, int index) =>
        Known != KnownHeader.None ? head.Fields[index].Known == Known : Ascii.EqualsIgnoreCase(head.NameOf(index), NameBytes);
}
