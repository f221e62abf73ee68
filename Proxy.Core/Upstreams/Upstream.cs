using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams;

/// <summary>A group of endpoints that answer the same requests; immutable.</summary>
internal sealed class Upstream
{
    public Upstream(int id, UpstreamOptions options, IReadOnlyList<Endpoint> endpoints) =>
        (Id, Options, Endpoints, Name) = (id, options, [.. endpoints], Encoding.UTF8.GetBytes(options.Name));

    /// <summary>Index among all upstreams of the proxy.</summary>
    public int Id { get; }

    public UpstreamOptions Options { get; }

    /// <summary>Its name, for variables.</summary>
    public byte[] Name { get; }

    public Endpoint[] Endpoints { get; }
}
