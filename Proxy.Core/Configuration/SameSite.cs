namespace Proxy.Core.Configuration;

/// <summary>Whether a browser sends a cookie with requests that other sites bring about.</summary>
public enum SameSite
{
    /// <summary>Only where the user follows a link.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always, over TLS: needs <see cref="StickyOptions.Secure"/>.</summary>
    None,
}
