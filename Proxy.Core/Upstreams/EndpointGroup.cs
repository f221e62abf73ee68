using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Core.Upstreams.Health;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Core.Upstreams.Limits;
using Proxy.Core.Upstreams.Retrying;

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
    private readonly ProbeRoster? _probes;
    private volatile EndpointMember[] _members = [];
    private volatile EndpointSet _set = EndpointSet.Empty;
    private volatile UpstreamOptions _options;
    private bool _isClosed;
    private volatile GroupLoad? _load;
    private StickyCookie? _cookie;
    private (StickyCookie? Cookie, BalanceAlgorithm Balance) _derived; // what the set was made with besides
    private Endpoint[] _draining = [];
    private volatile CircuitBreaker? _breaker;
    private volatile AdaptiveLimit? _concurrency;

    /// <summary>A group that has no endpoint yet.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="loops">How many loops will ask its endpoints.</param>
    /// <param name="services">What its health needs; by default the system's clock, and nobody who is told.</param>
    /// <param name="probes">Has its endpoints probed; null where nothing runs.</param>
    public EndpointGroup(UpstreamOptions options, int loops, HealthServices? services = null, ProbeRoster? probes = null)
    {
        (_options, _loops, _cookie, _probes) = (options, loops, CookieOf(options), probes);
        Sources = new GroupSources(this);
        Health = new GroupHealth(this, services ?? new HealthServices());
        RetryBudget = new RetryBudget(loops);
    }

    /// <summary>What finds its endpoints.</summary>
    public GroupSources Sources { get; }

    /// <summary>What the upstream is to be now.</summary>
    public UpstreamOptions Options => _options;

    /// <summary>What all loops may try again.</summary>
    public RetryBudget RetryBudget { get; }

    /// <summary>Who of them is well.</summary>
    public GroupHealth Health { get; }

    /// <summary>What all its endpoints have under way together, where that is counted; it may come and go.</summary>
    public GroupLoad? Load => _load;

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
            (_options, _given, _cookie) = (options, members, CookieOf(options));
            _load = options.Balance == BalanceAlgorithm.ConsistentHash ? _load ?? new() : null;
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
            (_members, _isClosed) = ([], true);
            Health.Close();
        }
    }

    /// <summary>Nothing changes by itself any more, and nobody is to be told of it. Never on a loop.</summary>
    public void End()
    {
        lock (_changing)
        {
            _isClosed = true;
            Health.Close();
        }
    }

    /// <summary>No new exchange goes to an endpoint that drains; those under way end as they would have. Never on a loop.</summary>
    public void SetDraining(Endpoint endpoint, bool isDraining) => Change(() => endpoint.IsDraining = isDraining);

    /// <summary>Something about an endpoint has changed that decides whether, or how often, it may be chosen. Never on a loop.</summary>
    public void Refresh() => Change(static () => { });

    /// <summary>Changes something that decides whether, or how often, an endpoint may be chosen. Never on a loop.</summary>
    public void Change(Action change)
    {
        lock (_changing)
        {
            if (!_isClosed)
            {
                change();
                Publish();
            }
        }
    }

    /// <summary>How all endpoints are, to be shown; on any thread.</summary>
    public IReadOnlyList<HealthStatus> Describe()
    {
        var set = _set;
        return Array.ConvertAll(_members, member => Health.Describe(member, set));
    }

    /// <summary><see cref="Refresh"/>, soon, from any thread.</summary>
    public void RefreshSoon() => ThreadPool.UnsafeQueueUserWorkItem(Refreshing, this, preferLocal: false);

    private void Adopt()
    {
        var before = _members;
        _members = _changes.Apply(_given);
        Array.ForEach(_members, member => member.Endpoint.DrainsByConfiguration = member.Drains);
        _probes?.Adopt(_options.HealthCheck, before, _members);
        Health.Follow(_options, _members);
        Publish();
        foreach (var endpoint in before.Select(member => member.Endpoint).Except(_members.Select(member => member.Endpoint)))
        {
            endpoint.Remove();
        }
    }

    // Bound clients may still be led to an endpoint that drains.
    private void Publish()
    {
        var (decided, balance) = (Health.Decide(_members, _set), _options.Balance);
        var draining = _cookie is null ? [] : _members.Where(Standings.KeepsSessions).Select(member => member.Endpoint).ToArray();
        var derived = (_cookie, balance);
        if (decided != _set || derived != _derived || !draining.SequenceEqual(_draining))
        {
            (_derived, _draining) = (derived, draining);
            _set = new EndpointSet(decided.Endpoints, decided.Weights)
            {
                Sessions = _cookie is null ? null : new(_cookie, decided.Endpoints, draining),
            }.PreparedFor(balance);
        }
    }

    private static StickyCookie? CookieOf(UpstreamOptions options) => options.Sticky is null ? null : new(options.Name, options.Sticky);
}
