namespace Proxy.Core.Configuration;

/// <summary>
/// What happens to fields of a request whose names have an <c>_</c> in them. Servers that hand fields on as CGI variables (RFC 3875 §4.1.18) read
/// <c>X_Real_IP</c> and <c>X-Real-IP</c> alike.
/// </summary>
public enum UnderscoreNames
{
    /// <summary>They are forwarded, but for names that would pass for a field the proxy sets, strips or trusts.</summary>
    Keep,

    /// <summary>All of them are dropped, trailer fields too.</summary>
    Drop,

    /// <summary>
    /// A request with such a field in its head is answered 400. Trailer fields come when the origin may have the rest of the request: they are dropped.
    /// </summary>
    Refuse,
}
