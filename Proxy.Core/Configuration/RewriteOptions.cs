namespace Proxy.Core.Configuration;

/// <summary>
/// What of the request target is changed on its way to the origin. Routes, logs and variables see the target as the client sent it. The query stays. A path
/// that is rewritten goes out without dot segments and empty segments, its other bytes as they were sent.
/// </summary>
public sealed record RewriteOptions
{
    /// <summary>Taken off the beginning of the path where whole segments match, as in <c>/v1</c>; default nothing.</summary>
    public string? StripPrefix { get; init; }

    /// <summary>Put before the path, behind <see cref="StripPrefix"/>, as in <c>/api</c>; default nothing.</summary>
    public string? AddPrefix { get; init; }

    /// <summary>
    /// The whole path, with the route's captures and other variables, as in <c>/files/{rest}</c>; excludes the prefixes. A request whose header, cookie or
    /// parameter would lead out of its segment there, as <c>../x</c> does, is answered 400. Where it names <c>{query}</c>, that is all the query there is.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// What stands in <c>Host</c>, variables allowed; default what the client sent. Clients' own is told in <c>X-Forwarded-Host</c>. Where it comes out as no
    /// host the request is answered 400; where it comes out empty the endpoint's address stands there.
    /// </summary>
    public string? Host { get; init; }
}
