namespace Proxy.Core.Configuration;

/// <summary>What an origin's response says of hosts and paths that only the inside knows, turned into what the client knows.</summary>
public sealed record ResponseRewriteOptions
{
    /// <summary>What holds where nothing is said.</summary>
    public static ResponseRewriteOptions Default { get; } = new();

    /// <summary>Which absolute URLs in Location, Content-Location and Refresh get the client's scheme and host.</summary>
    public LocationRewrite Location { get; init; } = LocationRewrite.Endpoint;

    /// <summary>Further hosts whose URLs do: <c>app.internal</c> with any port, <c>app.internal:8080</c> with that one.</summary>
    public IReadOnlyList<string> InternalHosts { get; init; } = [];

    /// <summary>Domains of cookies and what they become; an empty one takes the attribute off, so that the cookie is the host's own.</summary>
    public IReadOnlyDictionary<string, string> CookieDomains { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths of cookies, or their first segments, and what they become: <c>/app</c> to <c>/</c>.</summary>
    public IReadOnlyDictionary<string, string> CookiePaths { get; init; } = new Dictionary<string, string>();
}
