using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

namespace Proxy.Core.Upstreams;

/// <summary>Decides whether a failed try may be followed by another.</summary>
internal static class RetryPolicy
{
    /// <summary>
    /// A request goes out again only where no byte of a response had come, and where either no byte of it was written or it is idempotent with its body still
    /// held (RFC 9110 §9.2.2). A pooled connection that turned out dead is replaced without counting as a try, once.
    /// </summary>
    public static bool MayTryAgain(Exchange exchange, ProxyError error, bool wasReused)
    {
        if (!ProxyErrors.Of(error).IsBeforeResponse || exchange.InterimSent > 0 || exchange.IsAborted || !IsReplayable(exchange))
        {
            return false;
        }

        if (wasReused && !exchange.StaleReplaced && error == ProxyError.UpstreamClosedBeforeHead)
        {
            exchange.StaleReplaced = true;
            exchange.Attempts--;
            return true;
        }

        return exchange.Attempts < exchange.Upstream!.Options.Retry.Attempts;
    }

    private static bool IsReplayable(Exchange exchange) =>
        !exchange.BytesWrittenUpstream || (exchange.Request.Method.IsIdempotent() && exchange.BodyIsHeld);
}
