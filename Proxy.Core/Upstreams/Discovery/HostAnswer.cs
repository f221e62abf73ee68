using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What a host name stands for.</summary>
/// <param name="V4">Its IPv4 addresses.</param>
/// <param name="V6">Its IPv6 addresses.</param>
/// <param name="Pairs">The servers that these are.</param>
/// <param name="Ttl">How long it holds; null where it is not from DNS.</param>
internal sealed record HostAnswer(IReadOnlyList<IPAddress> V4, IReadOnlyList<IPAddress> V6, IReadOnlyList<AddressPair> Pairs, TimeSpan? Ttl)
{
    public static readonly HostAnswer None = new([], [], [], null);

    public bool IsEmpty => V4.Count + V6.Count == 0;

    public HostAnswer PairedLike(HostAnswer previous) => this with { Pairs = AddressPairs.Make(V4, V6, previous.Pairs) };
}
