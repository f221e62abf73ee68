using System.Net;
using System.Text;

namespace Proxy.Core.Upstreams;

/// <summary>One origin server, shared by all loops. Its pools of connections are each loop's own.</summary>
internal sealed class Endpoint
{
    public Endpoint(int id, string name, EndPoint address, int weight)
    {
        (Id, Name, Address, Weight) = (id, name, address, weight);
        NameBytes = Encoding.UTF8.GetBytes(name);
        Authority = Encoding.ASCII.GetBytes(address is IPEndPoint ? address.ToString()! : "localhost");
    }

    /// <summary>Index among all endpoints of the proxy.</summary>
    public int Id { get; }

    /// <summary>The address as the operator wrote it; for logs, never for clients.</summary>
    public string Name { get; }

    /// <summary><see cref="Name"/>, for variables.</summary>
    public byte[] NameBytes { get; }

    public EndPoint Address { get; }

    public int Weight { get; }

    /// <summary>What stands in Host when the client, in HTTP/1.0, sent none.</summary>
    public byte[] Authority { get; }
}
