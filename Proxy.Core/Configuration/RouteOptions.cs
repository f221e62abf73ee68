namespace Proxy.Core.Configuration;

/// <summary>
/// Sends matching requests to an upstream. A request has to meet every condition that is given. Where it meets those of several routes, the most specific
/// one is taken: the host decides first (a name before a wildcard, more labels before fewer, a wildcard before any), then the path, segment by segment (a
/// literal before a capture before the rest), then the number of conditions on method, headers and query, then the order in which routes are given.
/// </summary>
public sealed record RouteOptions
{
    /// <summary>The route's name in logs; optional.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Names of hosts: <c>example.org</c>, or <c>*.example.org</c> for every name below it. Default: any, a request without Host included. Case and port
    /// of the request do not matter.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// The path: <c>/ping</c> exactly, <c>/v1/*</c> for <c>/v1</c> and all below it, <c>/users/{id}/photo</c> with a segment of any name. Default: any. It
    /// is compared with the request's path decoded and without dot segments, case-sensitive, without query.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Methods, as they are written. Default: any.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Headers that have to be there, all of them.</summary>
    public IReadOnlyList<FieldMatchOptions> Headers { get; init; } = [];

    /// <summary>Query parameters that have to be there, all of them.</summary>
    public IReadOnlyList<FieldMatchOptions> Query { get; init; } = [];

    /// <summary>The name of the <see cref="UpstreamOptions"/> that answers; empty where the route splits, redirects or responds itself.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>Several upstreams that answer, each its part of the requests, in place of <see cref="Upstream"/>.</summary>
    public SplitOptions? Split { get; init; }

    /// <summary>A second upstream that gets copies of requests, and whose responses nobody sees; default none.</summary>
    public MirrorOptions? Mirror { get; init; }

    /// <summary>Answers with a redirection instead of asking an upstream.</summary>
    public RedirectOptions? Redirect { get; init; }

    /// <summary>Answers with a fixed response instead of asking an upstream.</summary>
    public RespondOptions? Respond { get; init; }

    /// <summary>What of the request target is changed; default nothing.</summary>
    public RewriteOptions? Rewrite { get; init; }

    /// <summary>What is changed in the fields of requests, behind what <see cref="ProxyOptions.RequestHeaders"/> does.</summary>
    public HeaderPolicyOptions RequestHeaders { get; init; } = new();

    /// <summary>What is changed in the fields of responses, the proxy's own included, behind what <see cref="ProxyOptions.ResponseHeaders"/> does.</summary>
    public HeaderPolicyOptions ResponseHeaders { get; init; } = new();

    /// <summary>Bounds on time that differ from <see cref="ProxyOptions.Timeouts"/>.</summary>
    public RouteTimeoutOptions Timeouts { get; init; } = new();

    /// <summary>What is tried again, where that differs from <see cref="UpstreamOptions.Retry"/>; default as there (null).</summary>
    public RouteRetryOptions? Retry { get; init; }

    /// <summary>
    /// Bytes of a request's body: default as in <see cref="LimitOptions.MaxRequestBodyBytes"/> (null). Past it: 413, before an origin is asked where the
    /// request says its length.
    /// </summary>
    public long? MaxRequestBodyBytes { get; init; }

    /// <summary>Bodies that are held in memory on their way; default none.</summary>
    public BufferingOptions Buffering { get; init; } = new();

    /// <summary>Bodies of error responses; for other statuses those of <see cref="ProxyOptions.ErrorPages"/> stand.</summary>
    public IReadOnlyList<ErrorPageOptions> ErrorPages { get; init; } = [];

    /// <summary>What responses say of hosts and paths that only the inside knows, turned into what the client knows.</summary>
    public ResponseRewriteOptions RewriteResponse { get; init; } = ResponseRewriteOptions.Default;
}
