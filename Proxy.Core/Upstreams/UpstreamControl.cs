using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Core.Upstreams;

/// <summary>
/// Shows the upstreams of a running proxy and changes their endpoints, without a reload. What is changed here holds until it is changed back, until the endpoint is
/// gone, or, but for drains, until the next reload: then the configuration's word is the last. May be called on any thread, and is carried out on another.
/// </summary>
public sealed class UpstreamControl
{
    private readonly EndpointGroups _groups;

    internal UpstreamControl(EndpointGroups groups) => _groups = groups;

    /// <summary>Every upstream with every endpoint, as it is at this moment.</summary>
    public IReadOnlyList<UpstreamStatus> GetStatus() => [.. _groups.All.Select(Describe)];

    /// <summary>Gives an endpoint no new requests; those under way on it, tunnels included, are finished. Outlives reloads.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="endpoint">Its address, as written or as found; a name that was found at several addresses means all of them.</param>
    /// <exception cref="KeyNotFoundException">There is no such upstream or endpoint; the message tells what there is.</exception>
    public Task DrainAsync(string upstream, string endpoint) => SetDrainingAsync(upstream, endpoint, isDraining: true);

    /// <summary>Gives an endpoint that drains new requests again.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="endpoint">Its address, as written or as found.</param>
    /// <exception cref="KeyNotFoundException">There is no such upstream or endpoint.</exception>
    public Task UndrainAsync(string upstream, string endpoint) => SetDrainingAsync(upstream, endpoint, isDraining: false);

    /// <summary>Gives an endpoint another share of the requests.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="endpoint">Its address, as written or as found.</param>
    /// <param name="weight">Its share relative to its siblings, 1 to 1,000.</param>
    /// <exception cref="KeyNotFoundException">There is no such upstream or endpoint.</exception>
    /// <exception cref="ArgumentException">The weight is out of range.</exception>
    public Task SetWeightAsync(string upstream, string endpoint, int weight)
    {
        CheckRanges(new EndpointOptions { Address = endpoint, Weight = weight });
        return ChangeAsync(upstream, endpoint, (group, each) => group.SetWeight(each, weight));
    }

    /// <summary>Adds an endpoint.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="endpoint">Where it is; a host name is looked up once.</param>
    /// <param name="cancellationToken">Gives up looking up its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such upstream.</exception>
    /// <exception cref="ArgumentException">Address or weight cannot be used, or the endpoint is there already.</exception>
    /// <exception cref="ProxyStartException">The host name cannot be resolved.</exception>
    public async Task AddAsync(string upstream, EndpointOptions endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        CheckRanges(endpoint);
        if (!NetworkAddress.TryParseEndpoint(endpoint.Address, out _, out var problem))
        {
            throw new ArgumentException(problem, nameof(endpoint));
        }

        var group = Find(upstream);
        var found = await UpstreamResolver.FindAsync(endpoint, group.Options, _groups.Kit, cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Add(group, endpoint, found), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an endpoint away: idle connections are closed, what is under way on it is finished.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="endpoint">Its address, as written or as found.</param>
    /// <exception cref="KeyNotFoundException">There is no such upstream or endpoint.</exception>
    public Task RemoveAsync(string upstream, string endpoint) => ChangeAsync(upstream, endpoint, static (group, each) => group.Remove(each));

    private static void Add(EndpointGroup group, EndpointOptions options, IReadOnlyList<DiscoveredEndpoint> found)
    {
        if (group.Members.Any(member => IsNamed(member.Endpoint, options.Address)))
        {
            throw new ArgumentException($"upstream \"{group.Options.Name}\" has the endpoint {options.Address} already", nameof(options));
        }

        var taken = new HashSet<Endpoint>();
        foreach (var each in found)
        {
            var endpoint = group.FindOrMake(each.Name, each.Address, taken);
            endpoint.Alternate = each.Alternate;
            group.Add(EndpointMember.Of(endpoint, each));
        }
    }

    private static UpstreamStatus Describe(EndpointGroup group) => new(group.Options.Name, [.. group.Describe().Select(Describe)])
    {
        IsInPanic = group.Health.IsPanicking,
        Circuit = group.Breaker?.State,
        ConcurrencyLimit = group.Concurrency?.Limit,
    };

    private static EndpointStatus Describe(HealthStatus health)
    {
        var (member, endpoint) = (health.Member, health.Endpoint);
        return new EndpointStatus
        {
            Name = endpoint.Name,
            Address = endpoint.Address.ToString()!,
            Weight = member.Weight,
            State = StateOf(health.Standing),
            IsEligible = health.IsEligible,
            Reason = health.Cause == EjectionCause.None ? null : HealthLog.ReasonOf(health.Cause),
            EjectedFor = health.EjectedFor,
            ConsecutiveFailures = health.ConsecutiveFailures,
            Ejections = health.Ejections,
            WarmPercent = health.WarmPercent,
            InFlight = endpoint.Load.InFlight,
            MaxRequests = endpoint.Group.Options.MaxRequests,
            MaxConnections = endpoint.Connections.Limit,
            OpenConnections = endpoint.OpenConnections,
            IdleConnections = endpoint.IdleConnections,
            Waiting = endpoint.Waiting,
        };
    }

    private static EndpointState StateOf(Standing standing) => standing switch
    {
        Standing.Well => EndpointState.Serving,
        Standing.OnTrial => EndpointState.OnTrial,
        Standing.Sick or Standing.Dead => EndpointState.Ejected,
        Standing.Down => EndpointState.Down,
        Standing.Pending => EndpointState.Pending,
        _ => EndpointState.Draining,
    };

    private static void CheckRanges(EndpointOptions endpoint)
    {
        var errors = new List<ConfigurationError>();
        OptionsValidator.CheckRanges(OptionRanges.Endpoint, endpoint, "endpoint", errors);
        if (errors.Count > 0)
        {
            throw new ArgumentException($"{errors[0]}", nameof(endpoint));
        }
    }

    // As it was written, as it was found, or without the scheme it was written with.
    private static bool IsNamed(Endpoint endpoint, string name) =>
        endpoint.Name == name
        || endpoint.Address.ToString() == name
        || (NetworkAddress.TryParseEndpoint(endpoint.Name, out var mine, out _) && NetworkAddress.TryParseEndpoint(name, out var asked, out _) && mine == asked);

    private Task SetDrainingAsync(string upstream, string endpoint, bool isDraining) =>
        ChangeAsync(upstream, endpoint, (group, each) => group.SetDraining(each, isDraining));

    // The group's lock is none of a loop's, and the caller may be a hook.
    private Task ChangeAsync(string upstream, string name, Action<EndpointGroup, Endpoint> change)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.Run(() =>
        {
            var group = Find(upstream);
            var endpoints = group.Members.Select(member => member.Endpoint).Where(endpoint => IsNamed(endpoint, name)).ToArray();
            if (endpoints.Length == 0)
            {
                throw new KeyNotFoundException($"upstream \"{upstream}\": {NameSuggestion.Unknown("endpoint", name, group.Members.Select(member => member.Endpoint.Name))}");
            }

            foreach (var endpoint in endpoints)
            {
                change(group, endpoint);
            }
        });
    }

    private EndpointGroup Find(string upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        var all = _groups.All;
        return all.FirstOrDefault(group => group.Options.Name == upstream)
            ?? throw new KeyNotFoundException(NameSuggestion.Unknown("upstream", upstream, all.Select(group => group.Options.Name)));
    }
}
