using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Keeps one group of endpoints as its sources say, from one reload to the next. Its lock is taken before the group's, and on no loop.</summary>
internal sealed class GroupSources
{
    private readonly Lock _changing = new();
    private readonly EndpointGroup _group;
    private volatile UpstreamSources? _running;

    public GroupSources(EndpointGroup group) => _group = group;

    /// <summary>What runs now; null before the first and behind the last.</summary>
    public UpstreamSources? Running => _running;

    /// <summary>These sources run from now on, and no others.</summary>
    public void Begin(UpstreamOptions options, UpstreamSources sources)
    {
        var before = _running;
        lock (_changing)
        {
            _running = sources;
            _group.Replace(options, Take(sources));
        }

        sources.Run(Follow);

        // Who still tells of a change may be waiting for the lock, and ends when it can.
        _ = before?.EndAsync(sources);
    }

    /// <summary>Nothing is looked up any more.</summary>
    public Task EndAsync()
    {
        UpstreamSources? before;
        lock (_changing)
        {
            (before, _running) = (_running, null);
        }

        return before?.EndAsync(null) ?? Task.CompletedTask;
    }

    private void Follow()
    {
        lock (_changing)
        {
            if (_running is { } sources)
            {
                _group.Update(Take(sources));
            }
        }
    }

    private IReadOnlyList<EndpointMember> Take(UpstreamSources sources)
    {
        var members = sources.MembersOf(_group);
        foreach (var (member, found) in members)
        {
            if (!Equals(member.Endpoint.Alternate, found.Alternate))
            {
                member.Endpoint.Alternate = found.Alternate;
                member.Endpoint.BoundPools();
            }
        }

        return [.. members.Select(each => each.Member)];
    }
}
