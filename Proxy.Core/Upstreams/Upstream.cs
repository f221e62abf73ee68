using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Core.Upstreams.Retrying;

namespace Proxy.Core.Upstreams;

/// <summary>A group of endpoints that answer the same requests, as one snapshot has it; immutable but for its <see cref="Group"/>.</summary>
internal sealed class Upstream
{
    private readonly IReadOnlyList<EndpointMember> _members = [];
    private readonly UpstreamSources? _sources;
    private readonly Endpoint[] _endpoints = [];

    /// <param name="id">Index among all upstreams of its snapshot.</param>
    /// <param name="options">What it was made of.</param>
    /// <param name="group">Its live state.</param>
    /// <param name="members">What the group is to consist of once the snapshot runs.</param>
    public Upstream(int id, UpstreamOptions options, EndpointGroup group, IReadOnlyList<EndpointMember> members)
    {
        (Id, Options, Name, Group, _members) = (id, options, Encoding.UTF8.GetBytes(options.Name), group, members);
        _endpoints = [.. members.Select(member => member.Endpoint)];
        Retry = new RetryRules(options.Retry);
        LogName = Observability.AccessLogs.LogName.Of(options.Name);
    }

    /// <param name="id">Index among all upstreams of its snapshot.</param>
    /// <param name="options">What it was made of.</param>
    /// <param name="group">Its live state.</param>
    /// <param name="sources">What the group is to follow once the snapshot runs.</param>
    public Upstream(int id, UpstreamOptions options, EndpointGroup group, UpstreamSources sources)
        : this(id, options, group, []) => _sources = sources;

    /// <summary>Index among all upstreams of its snapshot.</summary>
    public int Id { get; }

    public UpstreamOptions Options { get; }

    /// <summary>Its name, for variables.</summary>
    public byte[] Name { get; }

    /// <summary>Its endpoints as they are now, whatever snapshot runs.</summary>
    public EndpointGroup Group { get; }

    /// <summary>What is tried again, where a route does not say it.</summary>
    public RetryRules Retry { get; }

    /// <summary>Its name as log lines have it.</summary>
    public byte[] LogName { get; }

    /// <summary>The endpoints it has, or had last where it does not run any more: what a reload compares.</summary>
    public Endpoint[] Endpoints => _sources?.Endpoints ?? _endpoints;

    /// <summary>The snapshot runs from now on. Never on a loop.</summary>
    public void Begin()
    {
        if (_sources is not null)
        {
            Group.Sources.Begin(Options, _sources);
        }
        else
        {
            Group.Replace(Options, _members);
        }
    }
}
