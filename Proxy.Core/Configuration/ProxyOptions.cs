namespace Proxy.Core.Configuration;

/// <summary>Everything a proxy is told before it starts. The defaults are safe as they stand; see each member for its danger.</summary>
public sealed record ProxyOptions
{
    /// <summary>Where clients are accepted. May be empty when every connection comes through <see cref="ProxyServer.ServeAsync"/>.</summary>
    public IReadOnlyList<ListenerOptions> Listeners { get; init; } = [];

    /// <summary>Which requests go where. Of those that match, the most specific is taken, see <see cref="RouteOptions"/>; one without conditions matches all.</summary>
    public IReadOnlyList<RouteOptions> Routes { get; init; } = [];

    /// <summary>The groups of origin servers that routes name.</summary>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>The zone the proxy is in, wherever an upstream says no other: endpoints of that zone go first. Default null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>What is changed in the fields of every request that is forwarded.</summary>
    public HeaderPolicyOptions RequestHeaders { get; init; } = new();

    /// <summary>What is changed in the fields of every response.</summary>
    public HeaderPolicyOptions ResponseHeaders { get; init; } = new();

    /// <summary>Bodies of error responses, wherever no route has one of its own.</summary>
    public IReadOnlyList<ErrorPageOptions> ErrorPages { get; init; } = [];

    /// <summary>
    /// Proxies in front of this one whose word about their clients is believed: addresses, networks (<c>10.0.0.0/8</c>, <c>2001:db8::/32</c>), and <c>unix</c>
    /// for whoever comes without an address, over a Unix socket or a pipe in memory. Default: none. Whoever can connect from one of them can be anybody.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>What origins and clients are told of each other, and of the proxy.</summary>
    public IdentityOptions Identity { get; init; } = new();

    /// <summary>Which requests are taken.</summary>
    public RequestOptions Requests { get; init; } = new();

    /// <summary>Bounds on sizes and numbers.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Bounds on time.</summary>
    public TimeoutOptions Timeouts { get; init; } = new();

    /// <summary>One line for each request: default null for none.</summary>
    public AccessLogOptions? AccessLog { get; init; }

    /// <summary>How the event loops and sockets work.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>The upstreams, each with the zone that holds for it.</summary>
    internal IReadOnlyList<UpstreamOptions> PlacedUpstreams => [.. Upstreams.Select(upstream => upstream with { Zone = upstream.Zone ?? Zone })];
}
