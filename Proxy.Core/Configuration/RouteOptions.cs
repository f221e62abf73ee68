namespace Proxy.Core.Configuration;

/// <summary>Sends matching requests to an upstream.</summary>
public sealed record RouteOptions
{
    /// <summary>The route's name in logs; optional.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the <see cref="UpstreamOptions"/> that answers.</summary>
    public string Upstream { get; init; } = "";
}
