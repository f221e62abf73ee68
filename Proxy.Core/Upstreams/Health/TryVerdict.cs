using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams.Health;

/// <summary>What a <see cref="ProxyError"/> says about the endpoint of the try it ended.</summary>
internal static class TryVerdict
{
    /// <summary>
    /// The failure, or null where the error says neither good nor bad: the client's doing, the proxy's own bounds, and a pooled connection that the origin had closed
    /// by the time it was used (RFC 9112 §9.3.1).
    /// </summary>
    public static TryFailure? Of(ProxyError error, bool wasReused) => error switch
    {
        ProxyError.None => TryFailure.None,
        ProxyError.UpstreamConnectRefused or ProxyError.UpstreamConnectTimeout or ProxyError.UpstreamConnectFailed => TryFailure.Connection,
        ProxyError.UpstreamClosedBeforeHead => wasReused ? null : TryFailure.Connection,
        ProxyError.UpstreamHeadTruncated or ProxyError.UpstreamHeadInvalid or ProxyError.UpstreamHeadTimeout => TryFailure.Answer,
        ProxyError.UpstreamSendTimeout or ProxyError.UpstreamTooManyInterim => TryFailure.Answer,
        _ => null,
    };
}
