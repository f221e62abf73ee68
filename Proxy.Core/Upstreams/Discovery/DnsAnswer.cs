using DnsClient.Protocol;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>What a name server knows of a name; nothing where the name does not exist, or has no records of the type.</summary>
/// <param name="Answers">The records asked for, with the aliases that lead to them.</param>
/// <param name="Additionals">Records the server expects to be asked for next.</param>
internal sealed record DnsAnswer(IReadOnlyList<DnsResourceRecord> Answers, IReadOnlyList<DnsResourceRecord> Additionals)
{
    public static readonly DnsAnswer Nothing = new([], []);

    /// <summary>How long all the answers hold. A TTL with its highest bit set counts as 0 (RFC 2181 §8).</summary>
    public TimeSpan Ttl => TtlOf(Answers);

    public static TimeSpan TtlOf(IEnumerable<DnsResourceRecord> records) =>
        TimeSpan.FromSeconds(records.Select(record => Math.Max(0, record.InitialTimeToLive)).DefaultIfEmpty(0).Min());
}
