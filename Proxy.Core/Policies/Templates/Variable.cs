namespace Proxy.Core.Policies.Templates;

/// <summary>What a <c>{…}</c> in a template stands for; <see cref="VariableNames"/> has their names.</summary>
internal enum Variable : byte
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary>The client's address, as far as it is believed.</summary>
    ClientAddress,

    /// <summary>The host asked for, without port.</summary>
    Host,

    /// <summary>The host asked for, as it was sent.</summary>
    Authority,

    /// <summary>The request's method.</summary>
    Method,

    /// <summary>The scheme the client used.</summary>
    Scheme,

    /// <summary>The path as it was sent, without query; in a URI without dot segments and empty ones, which could lead elsewhere there.</summary>
    Path,

    /// <summary>The query as it was sent, without its question mark.</summary>
    Query,

    /// <summary>The request target as it was sent.</summary>
    Target,

    /// <summary>The request's id.</summary>
    RequestId,

    /// <summary>The version of TLS the client spoke; empty without TLS.</summary>
    TlsVersion,

    /// <summary>The cipher suite the client's connection uses; empty without TLS.</summary>
    TlsCipher,

    /// <summary>The route's name.</summary>
    Route,

    /// <summary>The upstream's name.</summary>
    Upstream,

    /// <summary>The endpoint's address as the operator wrote it.</summary>
    Endpoint,

    /// <summary>A header of the request: its first line.</summary>
    Header,

    /// <summary>A cookie of the request.</summary>
    Cookie,

    /// <summary>A parameter of the query, as it was sent.</summary>
    QueryParameter,

    /// <summary>A capture of the route's path, as it was sent.</summary>
    Capture,

    /// <summary>The status of the response.</summary>
    Status,

    /// <summary>The reason phrase that belongs to the status.</summary>
    Reason,

    /// <summary>A header of the origin's response: its first line.</summary>
    ResponseHeader,
}
