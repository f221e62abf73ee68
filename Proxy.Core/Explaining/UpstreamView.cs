using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>The upstreams of a configuration, without a look-up of any name.</summary>
internal static class UpstreamView
{
    // Stands for any address (RFC 5737).
    private static readonly IPAddress NotLookedUp = new([192, 0, 2, 1]);

    // What SRV records or a file would say.
    private const int HttpPort = 80;

    /// <summary>Upstreams as routes need them. No connection to their endpoints can be opened.</summary>
    public static Upstream[] Compile(IReadOnlyList<UpstreamOptions> options) => [.. options.Select(Compile)];

    /// <summary>What is to know of the upstream that is asked.</summary>
    public static ExplainedUpstream Describe(Exchange exchange)
    {
        var (upstream, chosen) = (exchange.Upstream!.Options, BalanceView.Chosen(exchange));
        var percents = PercentsOf(upstream);
        return new ExplainedUpstream
        {
            Name = upstream.Name,
            Balance = BalanceView.Describe(exchange),
            Endpoints = [.. upstream.Endpoints.Select((endpoint, i) => new ExplainedEndpoint(
                endpoint.Address, endpoint.Weight, percents[i], NoteOf(endpoint), exchange.Upstream.Endpoints[i] == chosen))],
            Retry = RetryOf(exchange.Route!.Options.Retry?.Over(upstream.Retry) ?? upstream.Retry, upstream.Endpoints.Count, exchange.Request),
            HealthCheck = HealthCheckText.Of(upstream.HealthCheck),
            Settings = BoundList.Of(upstream),
        };
    }

    private static Upstream Compile(UpstreamOptions options, int id)
    {
        var group = new EndpointGroup(options, loops: 0);
        var upstream = new Upstream(id, options, group, [.. options.Endpoints.Select(each => EndpointMember.Of(Compile(each, group), each))]);
        upstream.Begin();
        return upstream;
    }

    private static Endpoint Compile(EndpointOptions options, EndpointGroup group)
    {
        _ = NetworkAddress.TryParseEndpoint(options.Address, out var address, out _);
        var where = address is { IsLiteral: true } ? address.ToEndPoint() : new IPEndPoint(NotLookedUp, address?.Port ?? HttpPort);
        return new Endpoint(group, options.Address, where, loops: 0);
    }

    // What each gets for as long as all are well.
    private static double[] PercentsOf(UpstreamOptions upstream)
    {
        if (upstream.Balance == BalanceAlgorithm.First)
        {
            return [100, .. new double[upstream.Endpoints.Count - 1]];
        }

        var group = Compile(upstream, id: 0).Group;
        var weights = group.Set.Endpoints.Zip(group.Set.Weights).ToDictionary(pair => pair.First, pair => pair.Second);
        var sum = weights.Values.Sum(weight => (double)weight);
        return Array.ConvertAll(group.Members, member => Math.Round(100 * weights.GetValueOrDefault(member.Endpoint) / Math.Max(1, sum), 1));
    }

    private static string? NoteOf(EndpointOptions endpoint)
    {
        string?[] notes =
        [
            endpoint.Drain ? "drains" : null,
            endpoint.Priority > 0 ? FormattableString.Invariant($"priority {endpoint.Priority}") : null,
            endpoint.Zone is { } zone ? $"zone {zone}" : null,
            SourceOf(endpoint),
        ];
        var said = string.Join(", ", notes.Where(note => note is not null));
        return said.Length > 0 ? said : null;
    }

    private static string? SourceOf(EndpointOptions endpoint) =>
        SourceAddress.TryParse(endpoint.Address, out var source, out _) ? source.Path is null ? "looked up at run time" : "read at run time"
        : NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _) && !address.IsLiteral ? "looked up at run time"
        : null;

    private static string RetryOf(RetryOptions retry, int endpoints, RequestHead request)
    {
        if (retry.Attempts == 1)
        {
            return "one try only";
        }

        var where = endpoints > 1 ? ", each on another endpoint than the one before" : "";
        var time = retry.PerTryTimeout is { } most ? $", {OptionBounds.Write(most.Ticks, OptionUnit.Ticks)} each" : "";
        return $"up to {retry.Attempts} tries{where}{time}, until {EndOf(retry, request)}";
    }

    private static string EndOf(RetryOptions retry, RequestHead request)
    {
        if (!request.Method.IsIdempotent())
        {
            return $"a byte of the {ByteText.Of(request.MethodBytes)} was written (RFC 9110 §9.2.2)";
        }

        var statuses = retry.Statuses.Count > 0 ? $" with another status than {string.Join(", ", retry.Statuses)}" : "";
        var kept = retry.MaxBodyBytes > 0 ? $", for which up to {OptionBounds.Write(retry.MaxBodyBytes, OptionUnit.Bytes)} are kept" : "";
        var body = request.Framing.HasBody ? $"; once its body is not held any more{kept}, until a byte was written" : "";
        return $"the origin answers{statuses}{body}";
    }
}
