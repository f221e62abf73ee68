namespace Proxy.Core.Configuration;

/// <summary>One origin server.</summary>
public sealed record EndpointOptions
{
    /// <summary>
    /// <c>host:port</c>, <c>http://host[:port]</c> or <c>unix:/path</c>; or what stands for any number of endpoints: <c>srv://name</c>, the SRV records of a
    /// name (RFC 2782), or <c>file:///path</c>, a file with one endpoint a line. Names are looked up again and again (<see cref="ResolveOptions"/>), and all the
    /// addresses of a name are used; a file is read again when it changes.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>
    /// The endpoint's share of requests relative to its siblings: default 1, range 1 to 1,000. Each address of a name has it; SRV records and lines of
    /// a file have weights of their own.
    /// </summary>
    public int Weight { get; init; } = 1;

    /// <summary>Its tier: endpoints of a lower one are asked first, and others as <see cref="UpstreamOptions.SpillOver"/> says. Default 0, range 0 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>The zone it is in: default null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>It gets no new requests; those under way are finished. Default false.</summary>
    public bool Drain { get; init; }

    /// <summary>An endpoint of weight 1 at an address.</summary>
    public static implicit operator EndpointOptions(string address) => FromString(address);

    /// <summary>An endpoint of weight 1 at an address.</summary>
    public static EndpointOptions FromString(string address) => new() { Address = address };
}
