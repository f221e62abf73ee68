using System.Text;
using Proxy.Http1.Parsing;

namespace Proxy.Http1.Messages;

/// <summary>
/// The protocols that a head's Upgrade fields name (RFC 9110 §7.8), one after the other. Members that are no protocol are passed over, and so is
/// <c>h2c</c>: HTTP/2 without TLS (RFC 9113 §3.1) would open a connection past whoever forwards it.
/// </summary>
/// <param name="head">Whose fields.</param>
public ref struct UpgradeProtocols(MessageHead head)
{
    private int _index = head.Fields.IndexOf(KnownHeader.Upgrade);
    private ReadOnlySpan<byte> _rest = head.ValueOf(KnownHeader.Upgrade);

    /// <summary>The present protocol: a name, or a name and a version with a slash between.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes on to the next; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_index >= 0)
        {
            while (!_rest.IsEmpty)
            {
                Current = Tokens.NextMember(ref _rest, out _);
                if (IsForwardable(Current))
                {
                    return true;
                }
            }

            _index = head.Fields.IndexOfNext(KnownHeader.Upgrade, _index);
            _rest = _index < 0 ? default : head.ValueOf(_index);
        }

        return false;
    }

    // protocol = protocol-name ["/" protocol-version], both tokens.
    private static bool IsForwardable(ReadOnlySpan<byte> protocol)
    {
        int slash = protocol.IndexOf((byte)'/');
        ReadOnlySpan<byte> name = slash < 0 ? protocol : protocol[..slash];
        return Tokens.IsToken(name) && (slash < 0 || Tokens.IsToken(protocol[(slash + 1)..])) && !Ascii.EqualsIgnoreCase(name, "h2c"u8);
    }
}
