using System.Runtime.InteropServices;

namespace Proxy.Http1.Messages;

/// <summary>
/// Where one field line lies in its head, in bytes from the head's first byte. Twelve bytes: offsets are 16 bits wide, which
/// <see cref="Parsing.ParserLimits"/> guarantees to be enough.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct HeaderField
{
    private readonly ushort _lineStart;
    private readonly ushort _lineLength;
    private readonly ushort _nameLength;
    private readonly ushort _valueStart;
    private readonly ushort _valueLength;
    private readonly KnownHeader _known;
    private readonly KnownHeader _lookalike;

    internal HeaderField(
        int lineStart, int lineLength, int nameLength, int valueStart, int valueLength, KnownHeader known, KnownHeader lookalike = KnownHeader.None)
    {
        _lineStart = (ushort)lineStart;
        _lineLength = (ushort)lineLength;
        _nameLength = (ushort)nameLength;
        _valueStart = (ushort)valueStart;
        _valueLength = (ushort)valueLength;
        _known = known;
        _lookalike = lookalike;
    }

    /// <summary>Offset of the line's first byte.</summary>
    public int LineStart => _lineStart;

    /// <summary>Bytes of the whole line, its CRLF included.</summary>
    public int LineLength => _lineLength;

    /// <summary>Offset of the name: a line begins with it, since whitespace before a name is refused.</summary>
    public int NameStart => _lineStart;

    /// <summary>Bytes of the name.</summary>
    public int NameLength => _nameLength;

    /// <summary>Offset of the value, optional whitespace around it left out (RFC 9112 §5.1).</summary>
    public int ValueStart => _valueStart;

    /// <summary>Bytes of the value; 0 when it is empty.</summary>
    public int ValueLength => _valueLength;

    /// <summary>Which header this is, if we know it.</summary>
    public KnownHeader Known => _known;

    /// <summary>
    /// Which known header this name turns into once every <c>_</c> in it is read as <c>-</c>: servers that hand fields on as CGI variables
    /// (RFC 3875 §4.1.18) cannot tell the two apart. <see cref="KnownHeader.None"/> for most.
    /// </summary>
    public KnownHeader Lookalike => _lookalike;
}
