namespace Proxy.Http1.Messages;

/// <summary>
/// The fields this proxy has something to say about. At most 63, so that a <see cref="KnownHeaderSet"/> fits one word;
/// any other field is <see cref="None"/> and travels by its bytes alone.
/// </summary>
public enum KnownHeader : byte
{
    /// <summary>A field this proxy knows nothing of.</summary>
    None,

    /// <summary><c>Connection</c>.</summary>
    Connection,

    /// <summary><c>Keep-Alive</c>.</summary>
    KeepAlive,

    /// <summary><c>Proxy-Connection</c>.</summary>
    ProxyConnection,

    /// <summary><c>Transfer-Encoding</c>.</summary>
    TransferEncoding,

    /// <summary><c>TE</c>.</summary>
    TE,

    /// <summary><c>Trailer</c>.</summary>
    Trailer,

    /// <summary><c>Upgrade</c>.</summary>
    Upgrade,

    /// <summary><c>Content-Length</c>.</summary>
    ContentLength,

    /// <summary><c>Host</c>.</summary>
    Host,

    /// <summary><c>Expect</c>.</summary>
    Expect,

    /// <summary><c>Via</c>.</summary>
    Via,

    /// <summary><c>Forwarded</c>.</summary>
    Forwarded,

    /// <summary><c>X-Forwarded-For</c>.</summary>
    XForwardedFor,

    /// <summary><c>X-Forwarded-Proto</c>.</summary>
    XForwardedProto,

    /// <summary><c>X-Forwarded-Host</c>.</summary>
    XForwardedHost,

    /// <summary><c>X-Forwarded-Port</c>.</summary>
    XForwardedPort,

    /// <summary><c>X-Real-IP</c>.</summary>
    XRealIp,

    /// <summary><c>Server</c>.</summary>
    Server,

    /// <summary><c>X-Powered-By</c>.</summary>
    XPoweredBy,

    /// <summary><c>Date</c>.</summary>
    Date,

    /// <summary><c>Content-Type</c>.</summary>
    ContentType,

    /// <summary><c>Content-Encoding</c>.</summary>
    ContentEncoding,

    /// <summary><c>Cache-Control</c>.</summary>
    CacheControl,

    /// <summary><c>Authorization</c>.</summary>
    Authorization,

    /// <summary><c>Proxy-Authenticate</c>.</summary>
    ProxyAuthenticate,

    /// <summary><c>Proxy-Authorization</c>.</summary>
    ProxyAuthorization,

    /// <summary><c>Proxy-Authentication-Info</c>.</summary>
    ProxyAuthenticationInfo,

    /// <summary><c>Cookie</c>.</summary>
    Cookie,

    /// <summary><c>Set-Cookie</c>.</summary>
    SetCookie,

    /// <summary><c>Max-Forwards</c>.</summary>
    MaxForwards,

    /// <summary><c>Age</c>.</summary>
    Age,

    /// <summary><c>ETag</c>.</summary>
    ETag,

    /// <summary><c>Expires</c>.</summary>
    Expires,

    /// <summary><c>Last-Modified</c>.</summary>
    LastModified,

    /// <summary><c>Vary</c>.</summary>
    Vary,

    /// <summary><c>Location</c>.</summary>
    Location,

    /// <summary><c>Range</c>.</summary>
    Range,

    /// <summary><c>If-Range</c>.</summary>
    IfRange,

    /// <summary><c>If-Match</c>.</summary>
    IfMatch,

    /// <summary><c>If-None-Match</c>.</summary>
    IfNoneMatch,

    /// <summary><c>If-Modified-Since</c>.</summary>
    IfModifiedSince,

    /// <summary><c>If-Unmodified-Since</c>.</summary>
    IfUnmodifiedSince,

    /// <summary><c>Accept-Encoding</c>.</summary>
    AcceptEncoding,

    /// <summary><c>Content-Range</c>.</summary>
    ContentRange,

    /// <summary><c>Pragma</c>.</summary>
    Pragma,

    /// <summary><c>Retry-After</c>.</summary>
    RetryAfter,

    /// <summary><c>User-Agent</c>.</summary>
    UserAgent,

    /// <summary><c>Accept</c>.</summary>
    Accept,

    /// <summary><c>Accept-Language</c>.</summary>
    AcceptLanguage,

    /// <summary><c>Referer</c>.</summary>
    Referer,

    /// <summary><c>Origin</c>.</summary>
    Origin,

    /// <summary><c>HTTP2-Settings</c>.</summary>
    Http2Settings,

    /// <summary><c>Accept-Ranges</c>.</summary>
    AcceptRanges,

    /// <summary><c>Alt-Svc</c>.</summary>
    AltSvc,

    /// <summary><c>Traceparent</c>.</summary>
    Traceparent,

    /// <summary><c>X-Request-ID</c>.</summary>
    XRequestId,

    /// <summary><c>WWW-Authenticate</c>.</summary>
    WwwAuthenticate,

    /// <summary><c>Allow</c>.</summary>
    Allow,

    /// <summary><c>Content-Location</c>.</summary>
    ContentLocation,

    /// <summary><c>Refresh</c>, which browsers follow like a redirection.</summary>
    Refresh,

    /// <summary>
    /// Any other name that begins with <c>X-Forwarded-</c>: an untrusted peer must not smuggle one past the list above.
    /// </summary>
    XForwardedOther,
}
