namespace Proxy.Core.Configuration;

/// <summary>The body of an error response.</summary>
public sealed record ErrorPageOptions
{
    /// <summary>The status it is for: <c>404</c>, or <c>4xx</c>, <c>5xx</c> for those without a page of their own.</summary>
    public string Status { get; init; } = "";

    /// <summary>The body, at most 1 MiB. Where it is text, <c>{status}</c>, <c>{reason}</c> and <c>{request.id}</c> are filled in.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of the body; null for <c>text/html; charset=utf-8</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// Origins' own responses with this status are replaced too: default false, only the proxy's own errors have this body. Their fields are dropped with
    /// their body.
    /// </summary>
    public bool ReplacesOrigin { get; init; }
}
