namespace Proxy.Core.Configuration;

/// <summary>Which requests are taken, beyond what the grammar of HTTP decides.</summary>
public sealed record RequestOptions
{
    /// <summary>Fields with an <c>_</c> in their names: by default kept, where they cannot be taken for one of ours.</summary>
    public UnderscoreNames UnderscoreNames { get; init; }

    /// <summary>
    /// Takes paths that servers read in different ways, where a route depends on the path: an encoded slash, backslash or control, a percent sign that
    /// encodes nothing, a backslash, <c>..;x</c>. Default false, answered 400: <c>/public/..%2fadmin</c> could pass by a rule about <c>/admin</c>.
    /// </summary>
    public bool AllowAmbiguousPaths { get; init; }

    /// <summary>
    /// Forwards TRACE (RFC 9110 §9.3.8): default false, answered 405. An origin that answers it shows clients every field the proxy adds.
    /// </summary>
    public bool ForwardTrace { get; init; }

    /// <summary>
    /// Forwards CONNECT (RFC 9110 §9.3.6) and opens the tunnel an origin agrees to: default false, answered 405. The origin must be one that connects
    /// to nothing clients have no business with.
    /// </summary>
    public bool ForwardConnect { get; init; }
}
