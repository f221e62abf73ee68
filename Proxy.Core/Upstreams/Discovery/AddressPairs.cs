using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// Makes servers of the addresses of a name. A name that has both families is most often one server, or n servers, reachable by either: taken one by one
/// they would be counted twice, and a machine without IPv6 would see half of its endpoints down. So the i-th address of one family stands for the same server
/// as the i-th of the other, and a connect races the two (RFC 8305). DNS does not say which belong together, and shuffles them (RFC 1794): they are put in
/// order first, and a pair once made stays, so that one server's coming or going does not pair all others anew.
/// </summary>
internal static class AddressPairs
{
    /// <param name="v4">IPv4 addresses; the one a pair is known by, since that is what most logs and firewalls call the server.</param>
    /// <param name="v6">IPv6 addresses.</param>
    /// <param name="previous">The pairs made last time.</param>
    public static IReadOnlyList<AddressPair> Make(IEnumerable<IPAddress> v4, IEnumerable<IPAddress> v6, IReadOnlyList<AddressPair> previous)
    {
        var (left, right) = (InOrder(v4), InOrder(v6));
        var pairs = new List<AddressPair>();
        foreach (var pair in previous)
        {
            if (pair.Alternate is not null && left.Contains(pair.Address) && right.Contains(pair.Alternate))
            {
                left.Remove(pair.Address);
                right.Remove(pair.Alternate);
                pairs.Add(pair);
            }
        }

        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            pairs.Add(i < left.Count ? new(left[i], i < right.Count ? right[i] : null) : new(right[i], null));
        }

        return pairs;
    }

    private static List<IPAddress> InOrder(IEnumerable<IPAddress> addresses) =>
        [.. addresses.Distinct().OrderBy(address => Convert.ToHexString(address.GetAddressBytes()), StringComparer.Ordinal)];
}
