using Proxy.Core.Observability;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>Decides whether a try may be followed by another, whatever that costs.</summary>
internal static class RetryPolicy
{
    /// <summary>
    /// Why a request whose try failed goes out again, or null. Only where nothing of a response was passed on, and where either no byte of the request was written
    /// or it is idempotent with its body still held (RFC 9110 §9.2.2).
    /// </summary>
    /// <param name="exchange">Whose try it was.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="wasReused">Its connection had been pooled: one that turned out dead is replaced without counting as a try, once.</param>
    public static RetryReason? AfterFailure(Exchange exchange, ProxyError error, bool wasReused)
    {
        if (!ProxyErrors.Of(error).IsBeforeResponse || exchange.InterimSent > 0 || exchange.IsAborted || !IsReplayable(exchange))
        {
            return null;
        }

        var reason = ReasonOf(error);
        return reason == RetryReason.Reset && wasReused && !exchange.StaleReplaced ? RetryReason.StaleConnection
            : exchange.Attempts < exchange.Retry.Attempts && exchange.Retry.Allows(reason) ? reason
            : null;
    }

    /// <summary>
    /// A response is dropped for another try. One that says when to come back (RFC 9110 §10.2.3) speaks for its endpoint: only another one is asked before.
    /// </summary>
    public static bool MayDropResponse(Exchange exchange)
    {
        var response = exchange.Response;
        return exchange.Retry.Drops(response.Status)
            && exchange.Attempts < exchange.Retry.Attempts
            && exchange is { InterimSent: 0, IsAborted: false, UploadError: ProxyError.None }
            && IsReplayable(exchange)
            && (!response.Fields.Present.Contains(KnownHeader.RetryAfter) || EndpointChooser.HasUntried(exchange));
    }

    /// <summary>A body that is not here yet is worth keeping while it is passed on.</summary>
    public static bool MayKeepBody(Exchange exchange)
    {
        var (framing, most) = (exchange.Request.Framing, exchange.Retry.MaxBodyBytes);
        return most > 0 && framing.HasBody && exchange is { Gathered: null, AsksUpgrade: false } && exchange.Request.Method.IsIdempotent()
            && !(framing.Kind == BodyKind.Length && framing.Length > most);
    }

    private static bool IsReplayable(Exchange exchange) =>
        !exchange.BytesWrittenUpstream || (exchange.Request.Method.IsIdempotent() && (exchange.BodyIsHeld || exchange.Kept is { IsKept: true }));

    private static RetryReason ReasonOf(ProxyError error) => error switch
    {
        ProxyError.UpstreamConnectRefused or ProxyError.UpstreamConnectTimeout or ProxyError.UpstreamConnectFailed => RetryReason.ConnectFailure,
        ProxyError.UpstreamClosedBeforeHead => RetryReason.Reset,
        _ => RetryReason.Timeout,
    };
}
