namespace Proxy.Core.Configuration;

/// <summary>Answers with a redirection (RFC 9110 §15.4); no origin is asked.</summary>
public sealed record RedirectOptions
{
    /// <summary>
    /// Where to: an absolute URL or a path, with captures and other variables, as in <c>https://{host}/new/{rest}</c>. It begins with <c>/</c>, a scheme or
    /// <c>{path}</c>. Values stay in the part of the URL where they stand: a slash in a header's or a parameter's is encoded.
    /// </summary>
    public string To { get; init; } = "";

    /// <summary>301, 302, 303, 307 or 308; default 302. Clients keep 301 and 308 for good; 307 and 308 keep method and body.</summary>
    public int Status { get; init; } = 302;

    /// <summary>The request's query goes along, where <see cref="To"/> names neither it nor the target: default true.</summary>
    public bool KeepQuery { get; init; } = true;
}
