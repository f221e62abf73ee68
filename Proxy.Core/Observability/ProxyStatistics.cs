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

    /// <summary>Requests of which a copy was sent to a second upstream.</summary>
    public required long MirroredRequests { get; init; }

    /// <summary>Requests that were to be copied and were not: too many copies under way, a body that was not here or too large, no connection free.</summary>
    public required long MirrorsSkipped { get; init; }

    /// <summary>Copies that got no response, or none that could be read to its end. No other count shows them.</summary>
    public required long MirrorsFailed { get; init; }

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
