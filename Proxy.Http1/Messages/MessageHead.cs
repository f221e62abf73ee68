using Proxy.Http1.Parsing;

namespace Proxy.Http1.Messages;

/// <summary>
/// What request and response heads have in common: their bytes, their field lines, and what those say of connection and body. A head
/// is pooled by its owner and filled by a parser; until a parser says <see cref="ParseStatus.Complete"/> its members mean nothing.
/// </summary>
public abstract class MessageHead
{
    private HeadStorage _storage;
    private ConnectionOptions _options;

    private protected MessageHead()
    {
    }

    /// <summary>The version the peer wrote.</summary>
    public ProtocolVersion Version { get; internal set; }

    /// <summary>The field lines, in the order received.</summary>
    public HeaderTable Fields { get; } = new();

    /// <summary>Bytes to consume from the receive buffer: the head, with an empty line before it if there was one.</summary>
    public int Length { get; private set; }

    /// <summary>The head's own copy of those bytes; all offsets count from its first.</summary>
    public ReadOnlySpan<byte> Bytes => _storage.Slice(0, Length);

    /// <summary>Offset of the first field line.</summary>
    public int FieldsStart { get; internal set; }

    /// <summary>Offset behind the last field line, where the empty line stands that ends the head.</summary>
    public int FieldsEnd => Length - 2;

    /// <summary>How the body behind this head ends (RFC 9112 §6.3).</summary>
    public BodyFraming Framing { get; internal set; }

    /// <summary>
    /// True when the connection may carry another message behind this one (RFC 9112 §9.3). An HTTP/1.0 peer must have asked for it; the
    /// gateway is the server of that connection, so that the ban on proxies of Appendix C.2.2 does not concern it.
    /// </summary>
    public bool KeepAlive { get; private set; }

    /// <summary>True when Connection has options beyond <c>close</c> and <c>keep-alive</c>.</summary>
    public bool HasConnectionOptions => _options.HasOthers;

    /// <summary>The name of a field line.</summary>
    public ReadOnlySpan<byte> NameOf(int index)
    {
        ref readonly HeaderField field = ref Fields[index];
        return _storage.Slice(field.NameStart, field.NameLength);
    }

    /// <summary>The value of a field line, without whitespace around it.</summary>
    public ReadOnlySpan<byte> ValueOf(int index)
    {
        ref readonly HeaderField field = ref Fields[index];
        return _storage.Slice(field.ValueStart, field.ValueLength);
    }

    /// <summary>The value of the first line of a known header; empty when there is none.</summary>
    public ReadOnlySpan<byte> ValueOf(KnownHeader header)
    {
        int index = Fields.IndexOf(header);
        return index < 0 ? default : ValueOf(index);
    }

    /// <summary>
    /// True when a Connection option nominates this field, so that it must not be forwarded (RFC 9110 §7.6.1). A nomination of a field meant
    /// for the message's recipient is ignored: a client must not take identity, framing or credentials off its own request on the way.
    /// </summary>
    public bool IsNamedByConnection(int index) => _options.HasOthers && IsNamedByConnection(Fields[index].Known, NameOf(index));

    /// <summary>True when a Connection option nominates a known header that it may nominate.</summary>
    public bool IsNominated(KnownHeader header) => _options.HasOthers && _options.Nominates(header);

    /// <summary>Forgets the message and keeps what can be used again.</summary>
    public virtual void Reset()
    {
        _storage.Clear();
        _options = default;
        Fields.Clear();
        Length = 0;
        FieldsStart = 0;
        Framing = default;
        KeepAlive = false;
        Version = default;
    }

    /// <summary>As <see cref="IsNamedByConnection(int)"/>, for a field that is not in the head: a trailer field.</summary>
    internal bool IsNamedByConnection(KnownHeader known, ReadOnlySpan<byte> name) => _options.HasOthers && _options.Names(this, known, name);

    /// <summary>Bytes gathered so far; more than the head's own when segments held more.</summary>
    internal ReadOnlySpan<byte> Gathered => _storage.Span;

    /// <summary>Bytes of memory the head holds, in use or not.</summary>
    internal int StorageBytes => _storage.Capacity;

    internal void Append(ReadOnlySpan<byte> bytes) => _storage.Append(bytes);

    internal ReadOnlySpan<byte> Slice(int start, int length) => _storage.Slice(start, length);

    /// <summary>Takes the whole head over; what was gathered before is not copied again.</summary>
    internal void Seal(ReadOnlySpan<byte> head)
    {
        if (_storage.Length < head.Length)
        {
            _storage.Append(head[_storage.Length..]);
        }

        Length = head.Length;
    }

    /// <summary>Reads the Connection fields and decides on persistence; needs <see cref="Framing"/> and the version.</summary>
    internal ParseError ReadConnection(int maxOptions)
    {
        ParseError error = default;
        if (Fields.Present.Contains(KnownHeader.Connection))
        {
            error = ConnectionOptions.Parse(this, maxOptions, out _options);
        }

        bool persistent = Version == ProtocolVersion.Http11 || _options.KeepAlive;
        KeepAlive = persistent && !_options.Close && Framing.Kind != BodyKind.UntilClose;
        return error;
    }
}
