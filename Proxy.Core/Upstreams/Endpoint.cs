using System.Net;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Upstreams;

/// <summary>
/// One origin server, shared by all loops. Its pools of connections are each loop's own. The same object lives on through reloads, for as long as its
/// upstream has that address under that name; what may change while it lives (its weight, the bounds of its pools) is therefore the upstream's to say.
/// </summary>
internal sealed class Endpoint
{
    private readonly IPNumber _ip;
    private readonly byte[] _host;
    private readonly int _port;

    public Endpoint(int id, string name, EndPoint address)
    {
        (Id, Name, Address) = (id, name, address);
        NameBytes = Encoding.UTF8.GetBytes(name);
        Authority = Encoding.ASCII.GetBytes(address is IPEndPoint ? address.ToString()! : "localhost");
        LogName = Observability.AccessLogs.LogName.Of(name);
        var written = NetworkAddress.TryParseEndpoint(name, out var parsed, out _) ? parsed.Host : null;
        (_host, _port) = (Encoding.ASCII.GetBytes(written ?? ""), (address as IPEndPoint)?.Port ?? 0);
        _ip = IPNumber.TryParse(WithoutBrackets(HostAndPort.HostOf(Authority)), out var ip) ? ip : default;
    }

    /// <summary>Its place among all endpoints of every snapshot it is part of. Another endpoint may have it in snapshots it is no part of.</summary>
    public int Id { get; }

    /// <summary>The address as the operator wrote it; for logs, never for clients.</summary>
    public string Name { get; }

    /// <summary><see cref="Name"/>, for variables.</summary>
    public byte[] NameBytes { get; }

    /// <summary>Its name as log lines have it.</summary>
    public byte[] LogName { get; }

    public EndPoint Address { get; }

    /// <summary>What stands in Host when the client, in HTTP/1.0, sent none.</summary>
    public byte[] Authority { get; }

    /// <summary>True when a URL with this host and port leads to the endpoint: by its address, its name, or <c>localhost</c> where it is on this machine.</summary>
    /// <param name="host">As in a URL: an IPv6 address stands in brackets.</param>
    /// <param name="port">The port; that of the scheme where the URL has none.</param>
    public bool IsAt(ReadOnlySpan<byte> host, int port)
    {
        if (port != _port || host.IsEmpty)
        {
            return false;
        }

        host = host.TrimEnd((byte)'.');
        return (IPNumber.TryParse(WithoutBrackets(host), out var ip) && ip == _ip)
            || Ascii.EqualsIgnoreCase(host, _host)
            || (Address is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address) && Ascii.EqualsIgnoreCase(host, "localhost"u8));
    }

    private static ReadOnlySpan<byte> WithoutBrackets(ReadOnlySpan<byte> host) => host is [(byte)'[', .. var inner, (byte)']'] ? inner : host;
}
