using Proxy.Core.Pipeline;

namespace Proxy.Core.Observability;

/// <summary>What a proxy has done so far, summed over its loops.</summary>
public sealed record ProxyStatistics
{
    /// <summary>Client connections open now.</summary>
    public required int OpenConnections { get; init; }

    /// <summary>Client connections open now on each loop.</summary>
    public required IReadOnlyList<int> OpenConnectionsByLoop { get; init; }

    /// <summary>Client connections accepted.</summary>
    public required long ConnectionsAccepted { get; init; }

    /// <summary>Client connections refused because the limit was reached.</summary>
    public required long ConnectionsShed { get; init; }

    /// <summary>Requests whose head was read, or refused.</summary>
    public required long Requests { get; init; }

    /// <summary>Tries beyond the first, and replaced stale connections.</summary>
    public required long Retries { get; init; }

    /// <summary>The same by what they were made for; reasons that never came are left out.</summary>
    public required IReadOnlyDictionary<RetryReason, long> RetriesByReason { get; init; }

    /// <summary>Tries that would have been made, had the upstream's retry budget not been used up: their requests failed, or got the response there was.</summary>
    public required long RetryBudgetExhausted { get; init; }

    /// <summary>Connections opened to origins, failed attempts included.</summary>
    public required long UpstreamConnects { get; init; }

    /// <summary>Requests that found a connection to their origin open.</summary>
    public required long UpstreamReused { get; init; }

    /// <summary>
    /// The share of requests that found a connection to their origin open, 0 to 1; 1 where no connection was ever needed. Below 0.99 under steady load, look at how
    /// long origins keep connections, and at <see cref="Configuration.UpstreamOptions.MaxIdleConnections"/>.
    /// </summary>
    public double UpstreamReuseRate => UpstreamConnects == 0 ? 1 : UpstreamReused / ((double)UpstreamReused + UpstreamConnects);

    /// <summary>Connections to origins open now.</summary>
    public required int UpstreamOpen { get; init; }

    /// <summary>Connections to origins that wait for a request now.</summary>
    public required int UpstreamIdle { get; init; }

    /// <summary>How often an endpoint was taken out for a time, for how its requests went.</summary>
    public required long EndpointEjections { get; init; }

    /// <summary>How often an upstream had too few endpoints that are well, and asked others too.</summary>
    public required long UpstreamPanics { get; init; }

    /// <summary>Upstreams that do so now.</summary>
    public required int UpstreamsInPanic { get; init; }

    /// <summary>Requests of which a copy was sent to a second upstream.</summary>
    public required long MirroredRequests { get; init; }

    /// <summary>Requests that were to be copied and were not: too many copies under way, a body that was not here or too large, no connection free.</summary>
    public required long MirrorsSkipped { get; init; }

    /// <summary>Copies that got no response, or none that could be read to its end. No other count shows them.</summary>
    public required long MirrorsFailed { get; init; }

    /// <summary>Probes of the health of endpoints. Their connections are in no other count.</summary>
    public required long ProbesSent { get; init; }

    /// <summary>Probes whose endpoint was not well.</summary>
    public required long ProbesFailed { get; init; }

    /// <summary>Connections that became a tunnel: WebSockets and the like.</summary>
    public required long TunnelsOpened { get; init; }

    /// <summary>Tunnels open now.</summary>
    public required int OpenTunnels { get; init; }

    /// <summary>Lines of the access log that were dropped, because they were written too slowly or could not be written.</summary>
    public required long AccessLogLinesDropped { get; init; }

    /// <summary>Blocks of buffer memory in use now.</summary>
    public required int BuffersInUse { get; init; }

    /// <summary>Defects of the proxy itself that ended something.</summary>
    public required long Faults { get; init; }

    /// <summary>How often each error ended an exchange; errors that never came are left out.</summary>
    public required IReadOnlyDictionary<ProxyError, long> Errors { get; init; }
}
