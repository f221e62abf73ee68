using System.Net;
using System.Text;

namespace Proxy.Core.Upstreams;

/// <summary>
/// One origin server, shared by all loops. Its pools of connections are each loop's own. The same object lives on through reloads, for as long as its
/// upstream has that address under that name; what may change while it lives (its weight, the bounds of its pools) is therefore the upstream's to say.
/// </summary>
internal sealed class Endpoint
{
    public Endpoint(int id, string name, EndPoint address)
    {
        (Id, Name, Address) = (id, name, address);
        NameBytes = Encoding.UTF8.GetBytes(name);
        Authority = Encoding.ASCII.GetBytes(address is IPEndPoint ? address.ToString()! : "localhost");
        LogName = Observability.AccessLogs.LogName.Of(name);
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
}
