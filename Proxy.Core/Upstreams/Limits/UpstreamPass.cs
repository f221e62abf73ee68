using System.Diagnostics;
using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>A try's leave to ask its upstream, from the choice of an endpoint to the response's head.</summary>
internal struct UpstreamPass
{
    private const int FirstServerError = 500;

    private CircuitBreaker? _breaker;
    private CircuitPhase? _phase;
    private AdaptiveLimit? _limit;
    private long _began;

    /// <summary>Why the upstream may not be asked now, or <see cref="ProxyError.None"/>: then its end is told.</summary>
    public ProxyError TryBegin(EndpointGroup group, long now)
    {
        if (group.Concurrency is { } limit)
        {
            if (!limit.TryBegin())
            {
                return ProxyError.UpstreamOverloaded;
            }

            (_limit, _began) = (limit, Stopwatch.GetTimestamp());
        }

        if (group.Breaker is { } breaker)
        {
            (_breaker, _phase) = (breaker, breaker.TryBegin(now));
            if (_phase is null)
            {
                Forget();
                return ProxyError.UpstreamCircuitOpen;
            }
        }

        return ProxyError.None;
    }

    /// <summary>The head of the response is there, or it failed.</summary>
    public void End(Exchange exchange, ProxyError error, long now)
    {
        if (_phase is not null || _limit is not null)
        {
            Tell(OutcomeOf(exchange, error), now);
        }
    }

    /// <summary>The try said nothing; for one that is over already nothing happens.</summary>
    public void Forget()
    {
        if (_phase is not null || _limit is not null)
        {
            Tell(TryOutcome.Unknown, 0);
        }
    }

    private void Tell(TryOutcome outcome, long now)
    {
        _limit?.End(_began, outcome, Stopwatch.GetTimestamp());
        if (_phase is not null)
        {
            _breaker!.End(_phase, outcome, now);
        }

        (_breaker, _phase, _limit) = (null, null, null);
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
