using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Retrying;

namespace Proxy.Core.Upstreams;

/// <summary>A group of endpoints that answer the same requests, as one snapshot has it; immutable but for its <see cref="Group"/>.</summary>
internal sealed class Upstream
{
    private readonly IReadOnlyList<EndpointMember> _members;

    /// <param name="id">Index among all upstreams of its snapshot.</param>
    /// <param name="options">What it was made of.</param>
    /// <param name="group">Its live state.</param>
    /// <param name="members">What the group is to consist of once the snapshot runs.</param>
    public Upstream(int id, UpstreamOptions options, EndpointGroup group, IReadOnlyList<EndpointMember> members)
    {
        (Id, Options, Name, Group, _members) = (id, options, Encoding.UTF8.GetBytes(options.Name), group, members);
        Endpoints = [.. members.Select(member => member.Endpoint)];
        Retry = new RetryRules(options.Retry);
        LogName = Observability.AccessLogs.LogName.Of(options.Name);
    }

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

    /// <summary>The endpoints it was made with: what a reload compares.</summary>
    public Endpoint[] Endpoints { get; }

    /// <summary>The snapshot runs from now on. Never on a loop.</summary>
    public void Begin() => Group.Replace(Options, _members);
}
