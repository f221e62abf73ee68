using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Core.Upstreams;

/// <summary>The live state of all upstreams of a proxy, by name, from its start to its end. Used by one reload at a time.</summary>
/// <param name="loops">How many loops the proxy has.</param>
internal sealed class EndpointGroups(int loops)
{
    private readonly Dictionary<string, EndpointGroup> _groups = new(StringComparer.Ordinal);
    private volatile EndpointGroup[] _all = [];

    /// <summary>What runs now, in the order of the configuration; on any thread.</summary>
    public IReadOnlyList<EndpointGroup> All => _all;

    /// <summary>Who probes the endpoints.</summary>
    public ProbeRoster Probes { get; } = new();

    /// <summary>The group that runs under that name, or a new one, which runs only once it is begun.</summary>
    public EndpointGroup FindOrMake(UpstreamOptions options) => _groups.GetValueOrDefault(options.Name) ?? new EndpointGroup(options, loops, Probes);

    /// <summary>These upstreams run from now on, and no others. Never on a loop.</summary>
    public void Begin(IReadOnlyList<Upstream> upstreams)
    {
        foreach (var gone in _groups.Keys.Except(upstreams.Select(upstream => upstream.Options.Name)).ToArray())
        {
            _groups.Remove(gone, out var group);
            group!.Close();
        }

        foreach (var upstream in upstreams)
        {
            _groups[upstream.Options.Name] = upstream.Group;
            upstream.Begin();
        }

        _all = [.. upstreams.Select(upstream => upstream.Group)];
    }
}
