using System.Text;

namespace Proxy.Http1.Messages;

/// <summary>
/// Which fields may be passed on in a trailer section (RFC 9110 §6.5.1): never one that has to be known before the body, or that a recipient which
/// merges both sections would take for the head's own. What is unknown passes: checksums, signatures, the status of an RPC.
/// </summary>
public static class TrailerRules
{
    // Longer than every name below: more of a name can only match by its beginning.
    private const int MaxRead = 33;

    private static readonly KnownHeaderSet Never = KnownHeaderSet.Of([
        // Framing, and what belongs to one connection.
        KnownHeader.TransferEncoding, KnownHeader.ContentLength, KnownHeader.Trailer, KnownHeader.Connection, KnownHeader.KeepAlive,
        KnownHeader.ProxyConnection, KnownHeader.Upgrade, KnownHeader.Http2Settings,

        // Routing, and who is at the other end.
        KnownHeader.Host, KnownHeader.MaxForwards, KnownHeader.Via, KnownHeader.Forwarded, KnownHeader.XForwardedFor,
        KnownHeader.XForwardedProto, KnownHeader.XForwardedHost, KnownHeader.XForwardedPort, KnownHeader.XForwardedOther,
        KnownHeader.XRealIp, KnownHeader.Origin, KnownHeader.AltSvc,

        // What modifies or controls a request.
        KnownHeader.Expect, KnownHeader.CacheControl, KnownHeader.Pragma, KnownHeader.Range, KnownHeader.TE, KnownHeader.IfMatch,
        KnownHeader.IfNoneMatch, KnownHeader.IfModifiedSince, KnownHeader.IfUnmodifiedSince, KnownHeader.IfRange,

        // Authentication.
        KnownHeader.Authorization, KnownHeader.WwwAuthenticate, KnownHeader.ProxyAuthenticate, KnownHeader.ProxyAuthorization,
        KnownHeader.ProxyAuthenticationInfo, KnownHeader.Cookie, KnownHeader.SetCookie,

        // What controls a response.
        KnownHeader.Age, KnownHeader.Date, KnownHeader.Expires, KnownHeader.Location, KnownHeader.RetryAfter, KnownHeader.Vary,

        // How the body is to be read.
        KnownHeader.ContentEncoding, KnownHeader.ContentType, KnownHeader.ContentRange,

        // What is taken off heads too.
        KnownHeader.Server, KnownHeader.XPoweredBy]);

    /// <summary>True when a field of this name may be passed on behind a body.</summary>
    /// <param name="name">A token. Servers that hand fields on as CGI variables read <c>_</c> as <c>-</c> (RFC 3875 §4.1.18), and so is it here.</param>
    public static bool MayPass(ReadOnlySpan<byte> name)
    {
        Span<byte> hyphened = stackalloc byte[MaxRead];
        int length = Math.Min(name.Length, MaxRead);
        name[..length].Replace(hyphened[..length], (byte)'_', (byte)'-');
        ReadOnlySpan<byte> read = hyphened[..length];
        return !Never.Contains(KnownHeaders.FindToken(read))
            && !BeginsWith(read, "Proxy-"u8)
            && !BeginsWith(read, "If-"u8)
            && !Ascii.EqualsIgnoreCase(read, "Authentication-Info"u8);
    }

    private static bool BeginsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix) =>
        name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
}
