namespace Proxy.Http1.Messages;

/// <summary>
/// The trailer fields of one body that may be passed on (RFC 9110 §6.5.1), in the order received; what else stood among them is gone. It is
/// pooled by its owner, and filled line by line while the body is read.
/// </summary>
public sealed class TrailerSection
{
    private HeadStorage _storage;
    private MessageHead? _head;
    private bool _dropsUnderscores;
    private KnownHeaderSet _dropped;
    private FieldNames? _droppedNames;
    private int _end;

    /// <summary>The fields; their offsets count from the first byte of <see cref="Lines"/>.</summary>
    public HeaderTable Fields { get; } = new();

    /// <summary>The field lines as received, each with its CRLF; the empty line behind them is not among them.</summary>
    public ReadOnlySpan<byte> Lines => _storage.Slice(0, _end);

    /// <summary>The name of a field.</summary>
    public ReadOnlySpan<byte> NameOf(int index)
    {
        ref readonly HeaderField field = ref Fields[index];
        return _storage.Slice(field.NameStart, field.NameLength);
    }

    /// <summary>The value of a field, without whitespace around it.</summary>
    public ReadOnlySpan<byte> ValueOf(int index)
    {
        ref readonly HeaderField field = ref Fields[index];
        return _storage.Slice(field.ValueStart, field.ValueLength);
    }

    /// <summary>Begins the section of a message.</summary>
    /// <param name="head">The message's head: what its Connection options nominate is not passed on (RFC 9110 §7.6.1).</param>
    /// <param name="dropsUnderscores">No name with an <c>_</c> in it is passed on.</param>
    /// <param name="dropped">Headers that are not passed on, with <c>_</c> for <c>-</c> neither.</param>
    /// <param name="droppedNames">Names that are not passed on, or null.</param>
    public void Begin(MessageHead head, bool dropsUnderscores = false, KnownHeaderSet dropped = default, FieldNames? droppedNames = null) =>
        (_head, _dropsUnderscores, _dropped, _droppedNames) = (head, dropsUnderscores, dropped, droppedNames);

    /// <summary>Forgets the fields and keeps what can be used again.</summary>
    public void Reset()
    {
        _storage.Clear();
        (_head, _dropped, _droppedNames) = (null, default, null);
        _end = 0;
        Fields.Clear();
    }

    /// <summary>Takes a part of a line that was checked.</summary>
    internal void Append(ReadOnlySpan<byte> bytes) => _storage.Append(bytes);

    /// <summary>The bytes taken are a whole line, its CRLF included: it is kept, or dropped.</summary>
    internal void EndLine()
    {
        ReadOnlySpan<byte> line = _storage.Span[_end..];
        int nameLength = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = line[..nameLength];
        KnownHeader known = KnownHeaders.FindToken(name);
        if (!MayPass(known, name))
        {
            _storage.Truncate(_end);
            return;
        }

        // Whitespace before the value, and behind it (RFC 9112 §5.1).
        ReadOnlySpan<byte> rest = line[(nameLength + 1)..^2].TrimStart(" \t"u8);
        int valueStart = _end + line.Length - 2 - rest.Length;
        Fields.Add(new HeaderField(_end, line.Length, nameLength, valueStart, rest.TrimEnd(" \t"u8).Length, known));
        _end = _storage.Length;
    }

    private bool MayPass(KnownHeader known, ReadOnlySpan<byte> name) =>
        TrailerRules.MayPass(name)
        && !(_dropsUnderscores && name.Contains((byte)'_'))
        && (_dropped.IsEmpty || !_dropped.Contains(KnownHeaders.FindLookalike(name)))
        && !(_droppedNames is not null && _droppedNames.Contains(name))
        && !(_head is not null && _head.IsNamedByConnection(known, name));
}
