using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>One endpoint that a source knows.</summary>
/// <param name="Name">Its host and port as they were written, or as an SRV record has them; for logs, and for URLs that lead to it.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Alternate">The same server by the other family of addresses, or null. Which one is tried first is for the connect to say (RFC 8305 §4).</param>
/// <param name="Weight">Its share of requests relative to its siblings, from 1 on.</param>
/// <param name="Priority">Its tier: those of the lowest number are asked first (RFC 2782).</param>
/// <param name="Drains">What runs on it is finished, and nothing new is sent to it.</param>
internal sealed record DiscoveredEndpoint(string Name, EndPoint Address, EndPoint? Alternate, int Weight, int Priority, bool Drains = false)
{
    /// <summary>Where it is, or null where nobody says.</summary>
    public string? Zone { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Alternate is null ? $"{Address}" : $"{Address} ({Alternate})";
}
