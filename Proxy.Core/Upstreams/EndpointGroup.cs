using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Core.Upstreams;

/// <summary>
/// The endpoints of one upstream as they are now: the live state behind its name, which outlives reloads. Loops read <see cref="Set"/> and nothing else; whoever
/// changes something does so under a lock that no loop ever takes, and publishes another set.
/// </summary>
internal sealed class EndpointGroup
{
    private static readonly Action<EndpointGroup> Refreshing = static group => group.Refresh();

    private readonly Lock _changing = new();
    private readonly EndpointChanges _changes = new();
    private readonly int _loops;
    private IReadOnlyList<EndpointMember> _given = []; // before changes at run time
    private volatile EndpointMember[] _members = [];
    private volatile EndpointSet _set = EndpointSet.Empty;
    private volatile UpstreamOptions _options;
    private volatile CircuitBreaker? _breaker;
    private volatile AdaptiveLimit? _concurrency;

    /// <summary>A group that has no endpoint yet.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="loops">How many loops will ask its endpoints.</param>
    public EndpointGroup(UpstreamOptions options, int loops) => (_options, _loops) = (options, loops);

    /// <summary>What the upstream is to be now.</summary>
    public UpstreamOptions Options => _options;

    /// <summary>What lets the upstream alone where it fails as a whole, or null.</summary>
    public CircuitBreaker? Breaker => _breaker;

    /// <summary>What finds out how many requests the upstream can have at a time, or null.</summary>
    public AdaptiveLimit? Concurrency => _concurrency;

    /// <summary>All endpoints, whether they may be chosen or not; another list whenever one comes, goes or changes its weight.</summary>
    public EndpointMember[] Members => _members;

    /// <summary>The endpoints that may be chosen now.</summary>
    public EndpointSet Set => _set;

    /// <summary>
    /// The endpoint of that name and address, as it lives now or new. One that is named twice is two endpoints: <paramref name="taken"/> says which are spoken for.
    /// </summary>
    public Endpoint FindOrMake(string name, EndPoint address, ISet<Endpoint> taken)
    {
        var where = address.ToString();
        foreach (var member in _members)
        {
            if (member.Endpoint.Name == name && member.Endpoint.Address.ToString() == where && taken.Add(member.Endpoint))
            {
                return member.Endpoint;
            }
        }

        var endpoint = new Endpoint(this, name, address, _loops);
        taken.Add(endpoint);
        return endpoint;
    }

    /// <summary>
    /// Has these members from now on, whatever was changed at run time: what a reload does. Endpoints that stay keep their connections, load and health; those that
    /// go carry no new exchange, and what is under way on them ends as it would have. Never on a loop.
    /// </summary>
    public void Replace(UpstreamOptions options, IReadOnlyList<EndpointMember> members)
    {
        lock (_changing)
        {
            _changes.Clear();
            (_options, _given) = (options, members);
            _breaker = CircuitBreaker.For(options.CircuitBreaker, _breaker);
            _concurrency = AdaptiveLimit.For(options.AdaptiveConcurrency, _concurrency);
            Adopt();
            Array.ForEach(_members, member => member.Endpoint.BoundPools());
        }
    }

    /// <summary>Has these members from now on, and keeps what was changed at run time: what discovery does. Never on a loop.</summary>
    public void Update(IReadOnlyList<EndpointMember> members)
    {
        lock (_changing)
        {
            _given = members;
            Adopt();
        }
    }

    /// <summary>Has one more member, until it is removed or the configuration is reloaded. Never on a loop.</summary>
    public void Add(EndpointMember member)
    {
        lock (_changing)
        {
            _changes.Add(member);
            Adopt();
        }
    }

    /// <summary>Has that endpoint no more, until the configuration is reloaded. Never on a loop.</summary>
    public void Remove(Endpoint endpoint)
    {
        lock (_changing)
        {
            _changes.Remove(endpoint);
            Adopt();
        }
    }

    /// <summary>Gives an endpoint another share, until the configuration is reloaded. Never on a loop.</summary>
    /// <param name="endpoint">A member.</param>
    /// <param name="weight">At least 1.</param>
    public void SetWeight(Endpoint endpoint, int weight)
    {
        lock (_changing)
        {
            _changes.SetWeight(endpoint, weight);
            Adopt();
        }
    }

    /// <summary>The upstream is gone, and every endpoint with it. Exchanges that began with it still choose among those there were. Never on a loop.</summary>
    public void Close()
    {
        lock (_changing)
        {
            Array.ForEach(_members, member => member.Endpoint.Remove());
            _members = [];
        }
    }

    /// <summary>No new exchange goes to an endpoint that drains; those under way end as they would have. Never on a loop.</summary>
    public void SetDraining(Endpoint endpoint, bool isDraining)
    {
        lock (_changing)
        {
            endpoint.IsDraining = isDraining;
            Publish();
        }
    }

    /// <summary>Something about an endpoint has changed that decides whether, or how often, it may be chosen. Never on a loop.</summary>
    public void Refresh()
    {
        lock (_changing)
        {
            Publish();
        }
    }

    /// <summary><see cref="Refresh"/>, soon, from any thread.</summary>
    public void RefreshSoon() => ThreadPool.UnsafeQueueUserWorkItem(Refreshing, this, preferLocal: false);

    private void Adopt()
    {
        var before = _members;
        _members = _changes.Apply(_given);
        Publish();
        foreach (var endpoint in before.Select(member => member.Endpoint).Except(_members.Select(member => member.Endpoint)))
        {
            endpoint.Remove();
        }
    }

    private void Publish()
    {
        var chosen = _members.Where(member => !member.Endpoint.IsDraining).ToArray();
        _set = new EndpointSet([.. chosen.Select(member => member.Endpoint)], [.. chosen.Select(member => member.Weight)]);
    }
}
