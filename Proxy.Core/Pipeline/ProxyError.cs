namespace Proxy.Core.Pipeline;

/// <summary>What ended an exchange before its time: the side and the step. <see cref="ProxyErrors"/> says what follows from each.</summary>
public enum ProxyError : byte
{
    /// <summary>Nothing went wrong.</summary>
    None,

    /// <summary>The request's head did not arrive in time.</summary>
    ClientHeadTimeout,

    /// <summary>The request's head breaks the grammar of RFC 9112; the parser's own code picks the status.</summary>
    ClientHeadInvalid,

    /// <summary>The client ended the connection inside the request's head.</summary>
    ClientClosedInHead,

    /// <summary>The request's body breaks its framing.</summary>
    ClientBodyInvalid,

    /// <summary>The trailer fields of the request are larger, or more, than allowed.</summary>
    ClientTrailersTooLarge,

    /// <summary>The request's body is larger than allowed.</summary>
    ClientBodyTooLarge,

    /// <summary>The request's body came too slowly, or stopped.</summary>
    ClientBodyTooSlow,

    /// <summary>The client ended the connection inside the request's body.</summary>
    ClientBodyTruncated,

    /// <summary>The client took the response too slowly, or stopped taking it.</summary>
    ClientReadTooSlow,

    /// <summary>The client is gone.</summary>
    ClientAborted,

    /// <summary>The method is one that is not forwarded.</summary>
    MethodNotForwarded,

    /// <summary>The target's scheme is not that of the connection.</summary>
    SchemeMismatch,

    /// <summary>The request expects something other than <c>100-continue</c> (RFC 9110 §10.1.1).</summary>
    ExpectationUnknown,

    /// <summary>The request has been here before: Via names this proxy.</summary>
    LoopDetected,

    /// <summary>Servers may read the path in different ways, and a route depends on it.</summary>
    PathAmbiguous,

    /// <summary>No route matches.</summary>
    NoRoute,

    /// <summary>The connection limit is reached.</summary>
    ConnectionLimit,

    /// <summary>A hook refused the request.</summary>
    HookRefused,

    /// <summary>No endpoint of the upstream is left to try.</summary>
    UpstreamNoEndpoint,

    /// <summary>The queue for a connection to the endpoint is full.</summary>
    UpstreamQueueFull,

    /// <summary>No connection to the endpoint came free in time.</summary>
    UpstreamQueueTimeout,

    /// <summary>The upstream failed too often: it is let alone for a while.</summary>
    UpstreamCircuitOpen,

    /// <summary>The upstream has as many requests as it can do at a time, as far as its latency tells.</summary>
    UpstreamOverloaded,

    /// <summary>The endpoint refused the connection.</summary>
    UpstreamConnectRefused,

    /// <summary>The endpoint did not answer the connection attempt in time.</summary>
    UpstreamConnectTimeout,

    /// <summary>The endpoint cannot be reached.</summary>
    UpstreamConnectFailed,

    /// <summary>This machine has no descriptor or port left for a connection.</summary>
    LocalResourcesExhausted,

    /// <summary>The endpoint ended the connection before any byte of a response.</summary>
    UpstreamClosedBeforeHead,

    /// <summary>The endpoint ended the connection inside the response's head.</summary>
    UpstreamHeadTruncated,

    /// <summary>The response's head breaks the grammar of RFC 9112.</summary>
    UpstreamHeadInvalid,

    /// <summary>The response's head did not arrive in time.</summary>
    UpstreamHeadTimeout,

    /// <summary>The endpoint stopped taking the request's body.</summary>
    UpstreamSendTimeout,

    /// <summary>The endpoint sent more interim responses than allowed.</summary>
    UpstreamTooManyInterim,

    /// <summary>The response's body breaks its framing.</summary>
    UpstreamBodyInvalid,

    /// <summary>The endpoint ended the connection inside the response's body.</summary>
    UpstreamBodyTruncated,

    /// <summary>The endpoint fell silent inside a body.</summary>
    UpstreamBodyTimeout,

    /// <summary>Neither side of a tunnel has said anything for too long.</summary>
    TunnelIdle,

    /// <summary>The proxy is stopping and the time to finish is over.</summary>
    Stopped,

    /// <summary>A defect of the proxy itself.</summary>
    Internal,
}
