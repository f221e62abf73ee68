using System.Text;
using Proxy.Http1.Parsing;

namespace Proxy.Http1.Messages;

/// <summary>The options of all Connection fields of one head (RFC 9110 §7.6.1).</summary>
internal struct ConnectionOptions
{
    /// <summary>Fields meant for whoever receives the message: no Connection option takes them off it.</summary>
    private static readonly KnownHeaderSet Protected = KnownHeaderSet.Of(
        KnownHeader.Host, KnownHeader.ContentLength, KnownHeader.TransferEncoding, KnownHeader.Expect, KnownHeader.MaxForwards,
        KnownHeader.Via, KnownHeader.Forwarded, KnownHeader.XForwardedFor, KnownHeader.XForwardedProto, KnownHeader.XForwardedHost,
        KnownHeader.XForwardedPort, KnownHeader.XForwardedOther, KnownHeader.XRealIp, KnownHeader.Authorization,
        KnownHeader.ProxyAuthenticate, KnownHeader.ProxyAuthorization, KnownHeader.ProxyAuthenticationInfo, KnownHeader.WwwAuthenticate,
        KnownHeader.Cookie, KnownHeader.SetCookie, KnownHeader.Origin, KnownHeader.CacheControl, KnownHeader.Expires, KnownHeader.Age,
        KnownHeader.Date, KnownHeader.Vary, KnownHeader.Pragma, KnownHeader.ContentType, KnownHeader.ContentEncoding,
        KnownHeader.ContentRange, KnownHeader.Location, KnownHeader.IfMatch, KnownHeader.IfNoneMatch, KnownHeader.IfModifiedSince,
        KnownHeader.IfUnmodifiedSince, KnownHeader.IfRange);

    private KnownHeaderSet _known;
    private bool _namesUnknown;

    public bool Close { get; private set; }

    public bool KeepAlive { get; private set; }

    public bool HasOthers { get; private set; }

    public static ParseError Parse(MessageHead head, int maxOptions, out ConnectionOptions options)
    {
        options = default;
        int left = maxOptions;
        int index = head.Fields.IndexOf(KnownHeader.Connection);
        if (options.TryAddOnly(head, index))
        {
            return default;
        }

        for (; index >= 0; index = head.Fields.IndexOfNext(KnownHeader.Connection, index))
        {
            ReadOnlySpan<byte> list = head.ValueOf(index);
            while (!list.IsEmpty)
            {
                ReadOnlySpan<byte> option = Tokens.NextMember(ref list, out _);
                if (--left < 0 || (!option.IsEmpty && !Tokens.IsToken(option)))
                {
                    return new ParseError(ParseErrorCode.ConnectionInvalid, head.Fields[index].ValueStart);
                }

                if (!option.IsEmpty)
                {
                    options.Add(option);
                }
            }
        }

        return default;
    }

    /// <summary>True when an option nominates the known header.</summary>
    public readonly bool Nominates(KnownHeader header) => _known.Contains(header);

    /// <summary>True when an option nominates the field; unknown fields are compared by name, which the bound on options keeps cheap.</summary>
    public readonly bool Names(MessageHead head, KnownHeader known, ReadOnlySpan<byte> name) =>
        known != KnownHeader.None ? _known.Contains(known) : _namesUnknown && NamesUnknown(head, name);

    // One field with one of the two usual options.
    private bool TryAddOnly(MessageHead head, int index)
    {
        if (index < 0 || head.Fields.Repeated.Contains(KnownHeader.Connection))
        {
            return false;
        }

        ReadOnlySpan<byte> value = head.ValueOf(index);
        KeepAlive = value.SequenceEqual("keep-alive"u8) || (value.Length == 10 && Ascii.EqualsIgnoreCase(value, "keep-alive"u8));
        Close = !KeepAlive && value.Length == 5 && Ascii.EqualsIgnoreCase(value, "close"u8);
        if (KeepAlive)
        {
            _known = _known.With(KnownHeader.KeepAlive);
        }

        return KeepAlive || Close;
    }

    private static bool NamesUnknown(MessageHead head, ReadOnlySpan<byte> name)
    {
        int index = head.Fields.IndexOf(KnownHeader.Connection);
        for (; index >= 0; index = head.Fields.IndexOfNext(KnownHeader.Connection, index))
        {
            ReadOnlySpan<byte> list = head.ValueOf(index);
            while (!list.IsEmpty)
            {
                if (Ascii.EqualsIgnoreCase(Tokens.NextMember(ref list, out _), name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Add(ReadOnlySpan<byte> option)
    {
        if (Ascii.EqualsIgnoreCase(option, "close"u8))
        {
            Close = true;
            return;
        }

        KnownHeader known = KnownHeaders.FindToken(option);
        if (known == KnownHeader.KeepAlive)
        {
            KeepAlive = true;
        }
        else
        {
            HasOthers = true;
            _namesUnknown |= known == KnownHeader.None;
        }

        if (!Protected.Contains(known))
        {
            _known = _known.With(known);
        }
    }
}
