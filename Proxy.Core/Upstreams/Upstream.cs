using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams;

/// <summary>A group of endpoints that answer the same requests; immutable.</summary>
internal sealed class Upstream
{
    /// <param name="id">Index among all upstreams of its snapshot.</param>
    /// <param name="options">What it was made of.</param>
    /// <param name="endpoints">Its endpoints, each with its weight.</param>
    public Upstream(int id, UpstreamOptions options, IReadOnlyList<(Endpoint Endpoint, int Weight)> endpoints)
    {
        (Id, Options, Name) = (id, options, Encoding.UTF8.GetBytes(options.Name));
        LogName = Observability.AccessLogs.LogName.Of(options.Name);
        Endpoints = [.. endpoints.Select(each => each.Endpoint)];
        Weights = [.. endpoints.Select(each => each.Weight)];
    }

    /// <summary>Index among all upstreams of its snapshot.</summary>
    public int Id { get; }

    public UpstreamOptions Options { get; }

    /// <summary>Its name, for variables.</summary>
    public byte[] Name { get; }

    public Endpoint[] Endpoints { get; }

    /// <summary>Each endpoint's share of requests relative to its siblings.</summary>
    public int[] Weights { get; }

    /// <summary>Its name as log lines have it.</summary>
    public byte[] LogName { get; }

    /// <summary>True when requests are spread over the other's endpoints in the same way.</summary>
    public bool BalancesAs(Upstream other) => Endpoints.AsSpan().SequenceEqual(other.Endpoints) && Weights.AsSpan().SequenceEqual(other.Weights);
}
