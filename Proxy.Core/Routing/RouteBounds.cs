using Proxy.Core.Configuration;
using Proxy.Core.Connections;

namespace Proxy.Core.Routing;

/// <summary>What bounds the exchanges of a route: what it says itself, else what holds everywhere. Immutable.</summary>
internal sealed class RouteBounds
{
    /// <param name="everywhere">What holds everywhere.</param>
    /// <param name="route">What the route says, or null for exchanges without one.</param>
    public RouteBounds(ProxyOptions everywhere, RouteOptions? route)
    {
        Times = Times.From(route is null ? everywhere.Timeouts : route.Timeouts.Over(everywhere.Timeouts));
        UpstreamStall = new StallLimits(Times.UpstreamBodyIdle);
        MaxRequestBodyBytes = route?.MaxRequestBodyBytes ?? everywhere.Limits.MaxRequestBodyBytes ?? long.MaxValue;
        (RequestBufferBytes, ResponseBufferBytes) = (route?.Buffering.Request ?? 0, route?.Buffering.Response ?? 0);
    }

    public Times Times { get; }

    /// <summary>What an origin may keep us waiting for inside a body.</summary>
    public StallLimits UpstreamStall { get; }

    public long MaxRequestBodyBytes { get; }

    /// <summary>Bytes of a request's body that are gathered before an origin is asked; 0 for none.</summary>
    public int RequestBufferBytes { get; }

    /// <summary>Bytes of a response's body that are read ahead of its client; 0 for none.</summary>
    public int ResponseBufferBytes { get; }
}
