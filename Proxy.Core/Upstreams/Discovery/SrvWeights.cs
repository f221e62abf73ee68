using DnsClient.Protocol;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// The weights of the SRV records of one priority, as endpoints have them: from 1 to 1,000. All of them 0 means that there is nothing to weigh (RFC 2782).
/// Beside others a weight of 0 is to have a very small chance: the others grow until theirs is a thousandth of the largest.
/// </summary>
internal readonly struct SrvWeights
{
    private const int MaxWeight = 1000;

    private readonly int _max;
    private readonly bool _isScaled;

    public SrvWeights(IEnumerable<SrvRecord> records)
    {
        var weights = records.Select(record => (int)record.Weight).ToList();
        _max = weights.Max();
        _isScaled = _max > MaxWeight || (_max > 0 && weights.Contains(0));
    }

    public int Of(SrvRecord record) => Math.Max(1, _isScaled ? (int)Math.Round((double)record.Weight * MaxWeight / _max) : record.Weight);
}
