namespace Proxy.Core.Configuration;

/// <summary>One origin server.</summary>
public sealed record EndpointOptions
{
    /// <summary><c>host:port</c>, <c>http://host[:port]</c> or <c>unix:/path</c>. A host name is resolved once, at the start.</summary>
    public string Address { get; init; } = "";

    /// <summary>The endpoint's share of requests relative to its siblings: default 1, range 1 to 1,000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>An endpoint of weight 1 at an address.</summary>
    public static implicit operator EndpointOptions(string address) => FromString(address);

    /// <summary>An endpoint of weight 1 at an address.</summary>
    public static EndpointOptions FromString(string address) => new() { Address = address };
}
