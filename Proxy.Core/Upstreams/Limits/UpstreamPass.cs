using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>A try's leave to ask its upstream, from the choice of an endpoint to the response's head.</summary>
internal struct UpstreamPass
{
    private const int FirstServerError = 500;

    private CircuitBreaker? _breaker;
    private CircuitPhase? _phase;

    /// <summary>Why the upstream may not be asked now, or <see cref="ProxyError.None"/>: then its end is told.</summary>
    public ProxyError TryBegin(EndpointGroup group, long now)
    {
        if (group.Breaker is not { } breaker)
        {
            return ProxyError.None;
        }

        (_breaker, _phase) = (breaker, breaker.TryBegin(now));
        return _phase is null ? ProxyError.UpstreamCircuitOpen : ProxyError.None;
    }

    /// <summary>The head of the response is there, or it failed.</summary>
    public void End(Exchange exchange, ProxyError error, long now)
    {
        if (_phase is not null)
        {
            Tell(OutcomeOf(exchange, error), now);
        }
    }

    /// <summary>The try said nothing; for one that is over already nothing happens.</summary>
    public void Forget()
    {
        if (_phase is not null)
        {
            Tell(TryOutcome.Unknown, 0);
        }
    }

    private void Tell(TryOutcome outcome, long now)
    {
        _breaker!.End(_phase!, outcome, now);
        (_breaker, _phase) = (null, null);
    }

    private static TryOutcome OutcomeOf(Exchange exchange, ProxyError error) =>
        exchange.IsAborted ? TryOutcome.Unknown
        : error == ProxyError.None ? exchange.Response.Status >= FirstServerError ? TryOutcome.Failed : TryOutcome.Succeeded
        : IsOfOrigin(error) && !IsStale(exchange, error) ? TryOutcome.Failed
        : TryOutcome.Unknown;

    // A connection that died in the pool says nothing against its endpoint.
    private static bool IsStale(Exchange exchange, ProxyError error) =>
        error == ProxyError.UpstreamClosedBeforeHead && exchange.Origin is { IsReused: true };

    private static bool IsOfOrigin(ProxyError error) => error is
        ProxyError.UpstreamConnectRefused or ProxyError.UpstreamConnectTimeout or ProxyError.UpstreamConnectFailed
        or ProxyError.UpstreamClosedBeforeHead or ProxyError.UpstreamHeadTruncated or ProxyError.UpstreamHeadInvalid
        or ProxyError.UpstreamHeadTimeout or ProxyError.UpstreamSendTimeout or ProxyError.UpstreamTooManyInterim;
}
