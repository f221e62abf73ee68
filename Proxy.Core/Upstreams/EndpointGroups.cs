using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Core.Upstreams.Health;
using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Core.Upstreams;

/// <summary>The live state of all upstreams of a proxy, by name, from its start to its end. Used by one reload at a time.</summary>
/// <param name="loops">How many loops the proxy has.</param>
/// <param name="kit">What finds endpoints that are no addresses.</param>
/// <param name="services">What the health of endpoints needs.</param>
internal sealed class EndpointGroups(int loops, SourceKit kit, HealthServices? services = null)
{
    private readonly Dictionary<string, EndpointGroup> _groups = new(StringComparer.Ordinal);
    private volatile EndpointGroup[] _all = [];

    /// <summary>What finds endpoints that are no addresses.</summary>
    public SourceKit Kit { get; } = kit;

    /// <summary>What runs now, in the order of the configuration; on any thread.</summary>
    public IReadOnlyList<EndpointGroup> All => _all;

    /// <summary>Who probes the endpoints.</summary>
    public ProbeRoster Probes { get; } = new();

    /// <summary>The group that runs under that name, or a new one, which runs only once it is begun.</summary>
    public EndpointGroup FindOrMake(UpstreamOptions options) => _groups.GetValueOrDefault(options.Name) ?? new EndpointGroup(options, loops, services, Probes);

    /// <summary>Nothing is looked up any more; endpoints stay as they are.</summary>
    public Task EndAsync() => Task.WhenAll(_groups.Values.Select(group => group.Sources.EndAsync()));

    /// <summary>These upstreams run from now on, and no others. Never on a loop.</summary>
    public void Begin(IReadOnlyList<Upstream> upstreams)
    {
        foreach (var gone in _groups.Keys.Except(upstreams.Select(upstream => upstream.Options.Name)).ToArray())
        {
            _groups.Remove(gone, out var group);
            _ = group!.Sources.EndAsync();
            group.Close();
        }

        foreach (var upstream in upstreams)
        {
            _groups[upstream.Options.Name] = upstream.Group;
            upstream.Begin();
        }

        _all = [.. upstreams.Select(upstream => upstream.Group)];
    }

    /// <summary>The proxy has stopped: nothing is to be seen to any more. Never on a loop.</summary>
    public void End()
    {
        foreach (var group in _groups.Values)
        {
            group.End();
        }

        _groups.Clear();
    }
}
