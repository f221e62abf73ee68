using System.Net;

namespace Proxy.Core.Configuration;

/// <summary>The addresses that listeners have taken; two of them may not be the same, nor one a part of the other: the kernel opens only the first.</summary>
internal sealed class ListenerAddresses
{
    private readonly List<(NetworkAddress Address, string Name)> _taken = [];

    /// <summary>Takes an address for a listener.</summary>
    /// <returns>The listener that is in its way, or null.</returns>
    public (NetworkAddress Address, string Name)? Claim(NetworkAddress address, string name)
    {
        foreach (var taken in _taken)
        {
            if (Overlap(taken.Address, address))
            {
                return taken;
            }
        }

        _taken.Add((address, name));
        return null;
    }

    /// <summary>True when the kernel does not open both.</summary>
    public static bool Overlap(NetworkAddress a, NetworkAddress b)
    {
        if (a.UnixPath is not null || b.UnixPath is not null)
        {
            return a.UnixPath is not null && b.UnixPath is not null && Path.GetFullPath(a.UnixPath) == Path.GetFullPath(b.UnixPath);
        }
        else if (a.Port != b.Port || a.Port == 0)
        {
            return false;
        }

        return a.Host == NetworkAddress.AllAddresses
            || b.Host == NetworkAddress.AllAddresses
            || string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(a.Host, out var first) && IPAddress.TryParse(b.Host, out var second) && Overlap(first, second));
    }

    private static bool Overlap(IPAddress a, IPAddress b)
    {
        (a, b) = (a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a, b.IsIPv4MappedToIPv6 ? b.MapToIPv4() : b);
        return a.AddressFamily == b.AddressFamily && (a.Equals(b) || IsAny(a) || IsAny(b));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
