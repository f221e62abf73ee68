using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;

namespace Proxy.Core.Upstreams;

/// <summary>
/// The header of the PROXY protocol (https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt), the first bytes of a connection to an origin: who the
/// client is, and where it arrived.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>The longest header of either version.</summary>
    public const int MaxBytes = ProxyHeaderV2.MaxBytes;

    /// <summary>Writes the header of a connection for a client; returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="version">Not off.</param>
    /// <param name="client">Who it is.</param>
    /// <param name="local">Where it arrived; null when unknown.</param>
    public static int Write(Span<byte> destination, ProxyProtocol version, ToldClient client, EndPoint? local) => version == ProxyProtocol.V1
        ? ProxyHeaderV1.Write(destination, client, LocalAddress(client, local), PortOf(local))
        : client.Address.IsKnown ? ProxyHeaderV2.Write(destination, client, LocalAddress(client, local), PortOf(local))
        : ProxyHeaderV2.WriteWithoutAddress(destination, local);

    /// <summary>Writes the header of a connection that the proxy opens for itself, to probe an origin or to send it a copy; returns its length.</summary>
    /// <inheritdoc cref="Write"/>
    public static int WriteLocal(Span<byte> destination, ProxyProtocol version) => version == ProxyProtocol.V1
        ? ProxyHeaderV1.WriteUnknown(destination)
        : ProxyHeaderV2.WriteLocal(destination);

    // Both addresses are of one family: what is unknown is written as the unspecified address of the client's.
    private static IPNumber LocalAddress(ToldClient client, EndPoint? local)
    {
        var address = local is IPEndPoint ip ? IPNumbers.Of(ip.Address) : default;
        return !address.IsKnown && client.Address.IsIPv4 ? IPNumber.FromIPv4(0) : address;
    }

    private static ushort PortOf(EndPoint? local) => local is IPEndPoint ip ? (ushort)ip.Port : (ushort)0;
}
