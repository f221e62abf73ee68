namespace Proxy.Tests.Kit;

/// <summary>Which kind of socket a listener or origin has.</summary>
public enum AddressKind
{
    IPv4,
    IPv6,
    Unix,
}
