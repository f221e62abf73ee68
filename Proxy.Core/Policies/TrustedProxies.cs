using Proxy.Core.Configuration;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>The addresses of the proxies that are believed, compiled: asked without allocating, in steps that grow with the logarithm of their number.</summary>
internal sealed class TrustedProxies
{
    /// <summary>Stands for whoever has no address: at the other end of a Unix socket, or of a pipe in memory.</summary>
    public const string Unix = "unix";

    private static readonly UInt128 FirstIPv4 = IPNumber.FromIPv4(0).Value;
    private static readonly UInt128 LastIPv4 = IPNumber.FromIPv4(uint.MaxValue).Value;

    private readonly UInt128[] _firsts;
    private readonly UInt128[] _lasts;
    private readonly bool _unix;

    /// <param name="texts">Valid ranges, see <see cref="ProxyOptions.TrustedProxies"/>.</param>
    public TrustedProxies(IReadOnlyList<string> texts)
    {
        var ranges = new List<(UInt128 First, UInt128 Last)>();
        foreach (var text in texts)
        {
            _unix |= text == Unix;
            if (AddressRange.TryParse(text, out var range, out _))
            {
                Add(ranges, range.First.Value, range.Last.Value);
            }
        }

        var merged = Merge(ranges);
        _firsts = [.. merged.Select(range => range.First)];
        _lasts = [.. merged.Select(range => range.Last)];
    }

    /// <summary>True when somebody may be trusted.</summary>
    public bool Any => _unix || _firsts.Length > 0;

    /// <summary>True for the address of a trusted proxy; of none, where those without are trusted.</summary>
    public bool Contains(IPNumber address)
    {
        if (!address.IsKnown)
        {
            return _unix;
        }

        var index = Array.BinarySearch(_firsts, address.Value);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 && address.Value <= _lasts[index];
    }

    // IPv4 addresses lie among those of IPv6 here; a network of IPv6 around them does not mean them.
    private static void Add(List<(UInt128 First, UInt128 Last)> ranges, UInt128 first, UInt128 last)
    {
        if (first < FirstIPv4 && last > LastIPv4)
        {
            ranges.Add((first, FirstIPv4 - 1));
            ranges.Add((LastIPv4 + 1, last));
            return;
        }

        ranges.Add((first, last));
    }

    private static List<(UInt128 First, UInt128 Last)> Merge(List<(UInt128 First, UInt128 Last)> ranges)
    {
        var merged = new List<(UInt128 First, UInt128 Last)>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last)
            {
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, range.Last));
                continue;
            }

            merged.Add(range);
        }

        return merged;
    }
}
