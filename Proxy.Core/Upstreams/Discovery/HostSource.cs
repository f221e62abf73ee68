namespace Proxy.Core.Upstreams.Discovery;

/// <summary>A host name and port: an endpoint for each server that the name stands for.</summary>
internal sealed class HostSource : IEndpointSource
{
    private readonly HostLookup _lookup;
    private readonly string _host;
    private readonly int _port;

    /// <param name="name">The endpoint as the operator wrote it.</param>
    /// <param name="host">The host name in it.</param>
    /// <param name="port">The port in it.</param>
    /// <param name="lookup">Finds the addresses.</param>
    public HostSource(string name, string host, int port, HostLookup lookup) => (Name, _host, _port, _lookup) = (name, host, port, lookup);

    public string Name { get; }

    public TimeSpan? Pace => null;

    public async Task<SourceAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        var answer = await _lookup.LookUpAsync(_host, cancellationToken).ConfigureAwait(false);
        return new([.. answer.Pairs.Select(pair => new DiscoveredEndpoint(Name, pair.EndPoint(_port), pair.AlternateEndPoint(_port), 1, 0))], answer.Ttl);
    }
}
