using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Core.Upstreams;

/// <summary>Makes upstreams of what the options name. Whatever has to be looked up first is looked up here, never on a loop.</summary>
internal static class UpstreamResolver
{
    // As many upstreams are asked for at a time: each name may hold two descriptors.
    private const int MaxAtOnce = 128;

    /// <summary>All upstreams; endpoints and sources among them that run already are the same objects. Nothing runs otherwise yet.</summary>
    /// <param name="options">What is to run.</param>
    /// <param name="groups">What runs now.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProxyStartException">A name cannot be resolved, or a file of endpoints not read.</exception>
    public static async Task<Upstream[]> ResolveAsync(IReadOnlyList<UpstreamOptions> options, EndpointGroups groups, CancellationToken cancellationToken)
    {
        var upstreams = new Upstream[options.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, options.Count, parallel, async (i, stop) =>
        {
            var group = groups.FindOrMake(options[i]);
            var sources = await UpstreamSources.PlanAsync(options[i], group.Sources.Running, groups.Kit, stop).ConfigureAwait(false);
            upstreams[i] = new Upstream(i, options[i], group, sources);
        }).ConfigureAwait(false);
        return upstreams;
    }

    /// <summary>What one endpoint stands for now.</summary>
    /// <param name="endpoint">As the operator wrote it.</param>
    /// <param name="upstream">Whose it is to be.</param>
    /// <param name="kit">What looks it up.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProxyStartException">The host name cannot be resolved.</exception>
    public static async Task<IReadOnlyList<DiscoveredEndpoint>> FindAsync(
        EndpointOptions endpoint, UpstreamOptions upstream, SourceKit kit, CancellationToken cancellationToken)
    {
        var alone = upstream with { Endpoints = [endpoint], Resolve = upstream.Resolve with { Required = true } };
        var sources = await UpstreamSources.PlanAsync(alone, running: null, kit, cancellationToken).ConfigureAwait(false);
        return [.. sources.Found];
    }
}
