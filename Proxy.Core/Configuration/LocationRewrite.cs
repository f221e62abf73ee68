namespace Proxy.Core.Configuration;

/// <summary>Which URLs in an origin's Location, Content-Location and Refresh are made ones of the proxy.</summary>
public enum LocationRewrite
{
    /// <summary>Those that name an endpoint of the upstream by its address, which no client is meant to see.</summary>
    Endpoint,

    /// <summary>Those, and the ones that name the host the request was sent to: an origin that does not know of TLS before it sends clients to <c>http</c>.</summary>
    Host,

    /// <summary>None.</summary>
    Off,
}
