namespace Proxy.Core.Configuration;

/// <summary>
/// Keeps a client with the endpoint that answered it first, by a cookie that is signed and names no endpoint. Where that endpoint is gone or ill, another one is
/// chosen, and the client gets another cookie.
/// </summary>
public sealed record StickyOptions
{
    /// <summary>The cookie's name; of its own for each upstream that a client may meet.</summary>
    public string Cookie { get; init; } = "";

    /// <summary>Its <c>Path</c>: default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Its <c>Domain</c>, or null for the host that was asked alone.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether it is sent over TLS alone: default no.</summary>
    public bool Secure { get; init; }

    /// <summary>Whether scripts cannot read it: default yes.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether it goes with requests that other sites bring about: default <see cref="Configuration.SameSite.Lax"/>.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>How long a browser keeps it, from 1 s to 400 days; null until it is closed. Proxies keep nothing, so that it is not renewed while in use.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// What it is signed with, at least 16 characters; the same in all proxies that a client may meet. Null for a random one of this process: bindings then
    /// end with a restart, though not with a reload.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Everything but the secret.</summary>
    public override string ToString() => $"sticky by cookie {Cookie}";
}
