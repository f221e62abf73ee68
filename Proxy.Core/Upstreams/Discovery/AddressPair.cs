using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>One server's address, with that of the other family where it has one.</summary>
internal readonly record struct AddressPair(IPAddress Address, IPAddress? Alternate)
{
    public EndPoint EndPoint(int port) => new IPEndPoint(Address, port);

    public EndPoint? AlternateEndPoint(int port) => Alternate is null ? null : new IPEndPoint(Alternate, port);
}
