using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Reads TE (RFC 9110 §10.1.4): a list of transfer codings with weights, and the keyword <c>trailers</c>.</summary>
internal static class AcceptedCodings
{
    /// <summary>
    /// True when a member is the keyword: the client takes trailer fields. The keyword has no weight and no parameters; with one, it would be a
    /// transfer coding of that name, which there is not.
    /// </summary>
    public static bool HasTrailers(MessageHead head)
    {
        HeaderTable fields = head.Fields;
        for (int index = fields.IndexOf(KnownHeader.TE); index >= 0; index = fields.IndexOfNext(KnownHeader.TE, index))
        {
            ReadOnlySpan<byte> list = head.ValueOf(index);
            while (!list.IsEmpty)
            {
                if (Ascii.EqualsIgnoreCase(NextMember(ref list), "trailers"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A transfer-parameter may be a quoted-string (RFC 9112 §7), in which a comma ends nothing.
    private static ReadOnlySpan<byte> NextMember(ref ReadOnlySpan<byte> list)
    {
        bool isQuoted = false;
        int at = 0;
        while (at < list.Length && (isQuoted || list[at] != ','))
        {
            isQuoted ^= list[at] == '"';
            at += isQuoted && list[at] == '\\' ? 2 : 1;
        }

        ReadOnlySpan<byte> member = list[..Math.Min(at, list.Length)].Trim(" \t"u8);
        list = at < list.Length ? list[(at + 1)..] : default;
        return member;
    }
}
