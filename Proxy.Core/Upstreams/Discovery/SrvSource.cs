using DnsClient;
using DnsClient.Protocol;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// An SRV name (RFC 2782), as Consul and Kubernetes have for services: an endpoint for each server of each target, with the record's port; its priority is the
/// tier, its weight the weight.
/// </summary>
internal sealed class SrvSource : IEndpointSource
{
    private readonly HostLookup _lookup;
    private readonly string _service;

    /// <param name="name">The endpoint as the operator wrote it.</param>
    /// <param name="service">The SRV name in it.</param>
    /// <param name="lookup">Finds records and addresses.</param>
    public SrvSource(string name, string service, HostLookup lookup) => (Name, _service, _lookup) = (name, service, lookup);

    public string Name { get; }

    public TimeSpan? Pace => null;

    public async Task<SourceAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        var answer = await _lookup.QueryAsync(_service, QueryType.SRV, cancellationToken).ConfigureAwait(false);
        var records = answer.Answers.OfType<SrvRecord>().Distinct().ToList();
        if (records.Count == 0)
        {
            throw new EndpointSourceException($"there is no SRV record for \"{_service}\"", isTemporary: false);
        }

        // A single record whose target is the root says so (RFC 2782, "Target").
        var usable = records.Where(IsUsable).ToList();
        if (usable.Count == 0)
        {
            throw new EndpointSourceException($"the SRV record for \"{_service}\" says that the service is not offered", isTemporary: false);
        }

        return await EndpointsAsync(usable, answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SourceAnswer> EndpointsAsync(List<SrvRecord> records, DnsAnswer answer, CancellationToken cancellationToken)
    {
        var (endpoints, holds) = (new List<DiscoveredEndpoint>(), answer.Ttl);
        var problem = (EndpointSourceException?)null;
        foreach (var tier in records.GroupBy(record => record.Priority))
        {
            var weights = new SrvWeights(tier);
            foreach (var record in tier)
            {
                try
                {
                    var host = await TargetAsync(record, answer, cancellationToken).ConfigureAwait(false);
                    endpoints.AddRange(host.Pairs.Select(pair => Endpoint(record, pair, weights.Of(record))));
                    holds = host.Ttl < holds ? host.Ttl.Value : holds;
                }
                catch (EndpointSourceException exception) when (!exception.IsTemporary)
                {
                    // The others serve all the same.
                    problem = exception;
                }
            }
        }

        return endpoints.Count > 0 ? new(endpoints, holds) : throw problem!;
    }

    // The server's additional records spare a question for each target.
    private async Task<HostAnswer> TargetAsync(SrvRecord record, DnsAnswer answer, CancellationToken cancellationToken)
    {
        var target = TargetOf(record);
        var known = answer.Additionals.OfType<AddressRecord>().Where(each => Same(each.DomainName, record.Target)).ToList();
        return known.Count > 0 ? _lookup.Take(target, known) : await _lookup.LookUpAsync(target + ".", cancellationToken).ConfigureAwait(false);
    }

    private static DiscoveredEndpoint Endpoint(SrvRecord record, AddressPair pair, int weight) =>
        new($"{TargetOf(record)}:{record.Port}", pair.EndPoint(record.Port), pair.AlternateEndPoint(record.Port), weight, record.Priority);

    // A name in DNS may be any bytes; what is no host name gets neither into logs nor into URLs.
    private static bool IsUsable(SrvRecord record) => record.Port > 0 && Uri.CheckHostName(TargetOf(record)) == UriHostNameType.Dns;

    private static string TargetOf(SrvRecord record) => record.Target.Value.TrimEnd('.');

    private static bool Same(DnsString left, DnsString right) => string.Equals(left.Value, right.Value, StringComparison.OrdinalIgnoreCase);
}
