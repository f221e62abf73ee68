using System.Net;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

namespace Proxy.Core.Upstreams;

/// <summary>What a PROXY header tells of a client.</summary>
/// <param name="Address">Its address, as far as it is believed; none when unknown.</param>
/// <param name="Port">Its port; 0 when unknown, as behind a proxy in front, which tells addresses only.</param>
internal readonly record struct ToldClient(IPNumber Address, ushort Port)
{
    public static ToldClient Of(Exchange exchange)
    {
        var address = exchange.Client.Number;
        var isPeer = address == exchange.Client.Peer.Address;
        return new(address, isPeer && exchange.Connection.RemoteEndPoint is IPEndPoint peer ? (ushort)peer.Port : (ushort)0);
    }
}
