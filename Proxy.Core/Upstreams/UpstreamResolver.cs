using System.Net;
using System.Net.Sockets;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams;

/// <summary>Makes endpoints of what the options name. Host names are looked up here, never on a loop.</summary>
internal static class UpstreamResolver
{
    /// <summary>All upstreams with all their endpoints; those among them that run already are the same objects. Nothing runs otherwise yet.</summary>
    /// <param name="options">What is to run.</param>
    /// <param name="groups">What runs now.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProxyStartException">A host name cannot be resolved.</exception>
    public static async Task<Upstream[]> ResolveAsync(IReadOnlyList<UpstreamOptions> options, EndpointGroups groups, CancellationToken cancellationToken)
    {
        var upstreams = new Upstream[options.Count];
        for (var i = 0; i < upstreams.Length; i++)
        {
            var group = groups.FindOrMake(options[i]);
            var members = new List<EndpointMember>();
            var taken = new HashSet<Endpoint>();
            foreach (var endpoint in options[i].Endpoints)
            {
                foreach (var address in await ResolveAsync(endpoint, options[i].Name, cancellationToken).ConfigureAwait(false))
                {
                    members.Add(EndpointMember.Of(group.FindOrMake(endpoint.Address, address, taken), endpoint));
                }
            }

            upstreams[i] = new Upstream(i, options[i], group, members);
        }

        return upstreams;
    }

    /// <summary>Every address of an endpoint.</summary>
    /// <param name="endpoint">As the operator wrote it.</param>
    /// <param name="upstream">Whose it is, for the message.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProxyStartException">The host name cannot be resolved.</exception>
    public static async Task<EndPoint[]> ResolveAsync(EndpointOptions endpoint, string upstream, CancellationToken cancellationToken)
    {
        if (!NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out var problem))
        {
            throw new ProxyStartException(problem);
        }

        if (address.IsLiteral)
        {
            return [address.ToEndPoint()];
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(address.Host!, cancellationToken).ConfigureAwait(false);
            return found.Length > 0 ? Prefer(found, address.Port) : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException exception)
        {
            throw new ProxyStartException($"upstream \"{upstream}\": the host name \"{address.Host}\" cannot be resolved: {exception.Message}", exception);
        }
    }

    // A name that has both kinds (localhost, most often) is one server: it is taken as IPv4 where it has that.
    private static EndPoint[] Prefer(IPAddress[] found, int port)
    {
        var v4 = found.Where(ip => ip.AddressFamily == AddressFamily.InterNetwork).ToArray();
        return [.. (v4.Length > 0 ? v4 : found).Distinct().Select(ip => new IPEndPoint(ip, port))];
    }
}
