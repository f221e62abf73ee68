using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Where the endpoints of one upstream come from, as one snapshot has it. Sources that run already go on in it as they are.</summary>
internal sealed class UpstreamSources
{
    private readonly IReadOnlyList<SourcePart> _parts;
    private readonly HashSet<SourceRefresher> _taken;
    private volatile Endpoint[] _endpoints = [];

    private UpstreamSources(IReadOnlyList<SourcePart> parts, HashSet<SourceRefresher> taken) => (_parts, _taken) = (parts, taken);

    /// <summary>The endpoints it had when they were asked for last.</summary>
    public Endpoint[] Endpoints => _endpoints;

    /// <summary>What its elements stand for now.</summary>
    public IEnumerable<DiscoveredEndpoint> Found => _parts.SelectMany(part => part.Endpoints);

    private IEnumerable<SourceRefresher> Sources => _parts.Select(part => part.Source).OfType<SourceRefresher>();

    /// <summary>What the options say; new sources have been asked once. Nothing runs otherwise yet.</summary>
    /// <param name="options">What is to run.</param>
    /// <param name="running">What runs now, or null.</param>
    /// <param name="kit">What new sources are made with.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProxyStartException">A source that is required cannot tell its endpoints.</exception>
    public static async Task<UpstreamSources> PlanAsync(UpstreamOptions options, UpstreamSources? running, SourceKit kit, CancellationToken cancellationToken)
    {
        var (parts, taken) = (new List<SourcePart>(), new HashSet<SourceRefresher>());
        foreach (var endpoint in options.Endpoints)
        {
            parts.Add(running?.Take(SourceKey.Of(endpoint, options.Resolve), taken) is { } source
                ? new(endpoint, null, SourceKey.Of(endpoint, options.Resolve), source)
                : kit.Make(endpoint, options));
        }

        var sources = new UpstreamSources(parts, taken);
        await Task.WhenAll(sources.Sources.Except(taken).Select(source => StartAsync(source, options, cancellationToken))).ConfigureAwait(false);
        return sources;
    }

    /// <summary>The members of the group as they are known now: those among them that live already are the same.</summary>
    public IReadOnlyList<(EndpointMember Member, DiscoveredEndpoint Found)> MembersOf(EndpointGroup group)
    {
        var (members, taken) = (new List<(EndpointMember, DiscoveredEndpoint)>(), new HashSet<Endpoint>());
        foreach (var found in Found)
        {
            members.Add((EndpointMember.Of(group.FindOrMake(found.Name, found.Address, taken), found), found));
        }

        _endpoints = [.. members.Select(each => each.Item1.Endpoint)];
        return members;
    }

    /// <summary>Has the sources that are new in it go on asking.</summary>
    public void Run(Action changed)
    {
        foreach (var source in Sources.Except(_taken))
        {
            source.Run(changed);
        }
    }

    /// <summary>Ends the sources that are not part of what runs from now on.</summary>
    public Task EndAsync(UpstreamSources? next) =>
        Task.WhenAll(Sources.Where(source => next?._taken.Contains(source) != true).Select(source => source.DisposeAsync().AsTask()));

    private SourceRefresher? Take(SourceKey key, HashSet<SourceRefresher> taken) =>
        _parts.FirstOrDefault(part => part.Source is { } source && part.Key == key && taken.Add(source))?.Source;

    private static async Task StartAsync(SourceRefresher source, UpstreamOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await source.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointSourceException exception)
        {
            var way = exception.IsTemporary ? "; with \"resolve\": { \"required\": false } the upstream begins without it" : "";
            throw new ProxyStartException($"upstream \"{options.Name}\": {exception.Message}{way}", exception);
        }
    }
}
