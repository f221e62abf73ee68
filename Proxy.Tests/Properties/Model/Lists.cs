namespace Proxy.Tests.Properties.Model;

/// <summary>Names of fields by what an intermediary does with them, from the RFCs and the documented defaults; the product's tables are not looked at.</summary>
internal static class Lists
{
    /// <summary>RFC 9110 §7.6.1, and the two that RFC 7540 and old practice added: between two neighbors only.</summary>
    public static readonly HashSet<string> HopByHop = Set(
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings");

    /// <summary>What a client could speak in the proxy's name with.</summary>
    public static readonly HashSet<string> Identity = Set("Forwarded", "X-Real-IP");

    /// <summary>The origin's portrait of itself.</summary>
    public static readonly HashSet<string> Portrait = Set("Server", "X-Powered-By");

    /// <summary>Not forwarded with <c>_</c> for <c>-</c> in a request, besides those above.</summary>
    public static readonly HashSet<string> NotImitated = Set("Host", "Content-Length", "Via", "Expect", "Max-Forwards");

    /// <summary>Fields for the recipient of a message: Connection cannot take them off.</summary>
    public static readonly HashSet<string> ForTheRecipient = Set(
        "Host", "Content-Length", "Expect", "Max-Forwards", "Via", "Authorization", "Proxy-Authenticate", "Proxy-Authorization",
        "Proxy-Authentication-Info", "WWW-Authenticate", "Cookie", "Set-Cookie", "Origin", "Cache-Control", "Expires", "Age", "Date", "Vary", "Pragma",
        "Content-Type", "Content-Encoding", "Content-Range", "Location", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range");

    /// <summary>RFC 9110 §6.5.1: what would change how a message is framed, routed, authorized or read has no place behind its content.</summary>
    public static readonly HashSet<string> NeverTrailers = Set(
        "Transfer-Encoding", "Content-Length", "Host", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade", "Authorization",
        "Proxy-Authorization", "Cookie", "Set-Cookie", "Content-Encoding", "Content-Type", "Content-Range", "Expect", "Max-Forwards", "Via", "Forwarded",
        "X-Forwarded-For", "X-Real-IP", "Cache-Control", "Location");

    public static bool IsIdentity(string name) => Identity.Contains(name) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Set(params IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);
}
