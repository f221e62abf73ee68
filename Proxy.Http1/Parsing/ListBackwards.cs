using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// The members of a list that each proxy on a request's way appends to, the last one first: all field lines are one list (RFC 9110 §5.3). Empty members are
/// passed over. Every comma ends a member, in a quoted-string too: what was appended by a neighbor must not be swallowed by a quote that somebody before it
/// left open, and no address, host or scheme has a comma.
/// </summary>
/// <param name="head">Whose fields.</param>
/// <param name="header">Which of them.</param>
public ref struct ListBackwards(MessageHead head, KnownHeader header)
{
    private readonly MessageHead _head = head;
    private readonly KnownHeader _header = header;
    private int _line = head.Fields.Present.Contains(header) ? head.Fields.Count : 0;
    private ReadOnlySpan<byte> _rest;

    /// <summary>The present member, without whitespace around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes on to the member before; false when there is none.</summary>
    public bool MoveNext()
    {
        do
        {
            while (!_rest.IsEmpty)
            {
                int comma = _rest.LastIndexOf((byte)',');
                Current = _rest[(comma + 1)..].Trim(" \t"u8);
                _rest = comma < 0 ? default : _rest[..comma];
                if (!Current.IsEmpty)
                {
                    return true;
                }
            }
        }
        while (TryTakeLine());
        return false;
    }

    private bool TryTakeLine()
    {
        while (--_line >= 0)
        {
            if (_head.Fields[_line].Known == _header)
            {
                _rest = _head.ValueOf(_line);
                return true;
            }
        }

        _line = 0;
        return false;
    }
}
