using System.Net;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>The upstreams of a configuration, without a look-up of any name.</summary>
internal static class UpstreamView
{
    // Stands for any address (RFC 5737).
    private static readonly IPAddress NotLookedUp = new([192, 0, 2, 1]);

    /// <summary>Upstreams as routes need them. No connection to their endpoints can be opened.</summary>
    public static Upstream[] Compile(IReadOnlyList<UpstreamOptions> options) => [.. options.Select(Compile)];

    /// <summary>What is to know of the upstream that is asked.</summary>
    public static ExplainedUpstream Describe(UpstreamOptions upstream, RequestHead request)
    {
        var sum = upstream.Endpoints.Sum(endpoint => (double)endpoint.Weight);
        return new ExplainedUpstream
        {
            Name = upstream.Name,
            Balance = upstream.Endpoints.Count == 1 ? "one endpoint" : "in turn, by weight",
            Endpoints = [.. upstream.Endpoints.Select(endpoint => new ExplainedEndpoint(
                endpoint.Address, endpoint.Weight, Math.Round(100 * endpoint.Weight / sum, 1), NoteOf(endpoint)))],
            Retry = RetryOf(upstream, request),
            HealthCheck = HealthCheckText.Of(upstream.HealthCheck),
            Settings = BoundList.Of(upstream),
        };
    }

    private static Upstream Compile(UpstreamOptions options, int id)
    {
        var group = new EndpointGroup(options, loops: 0);
        var upstream = new Upstream(id, options, group, [.. options.Endpoints.Select(each => new EndpointMember(Compile(each, group), each.Weight))]);
        upstream.Begin();
        return upstream;
    }

    private static Endpoint Compile(EndpointOptions options, EndpointGroup group)
    {
        _ = NetworkAddress.TryParseEndpoint(options.Address, out var address, out _);
        var where = address!.IsLiteral ? address.ToEndPoint() : new IPEndPoint(NotLookedUp, address.Port);
        return new Endpoint(group, options.Address, where, loops: 0);
    }

    private static string? NoteOf(EndpointOptions endpoint) =>
        NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _) && !address.IsLiteral ? "looked up at the start" : null;

    private static string RetryOf(UpstreamOptions upstream, RequestHead request)
    {
        var (tries, method) = (upstream.Retry.Attempts, ByteText.Of(request.MethodBytes));
        var where = upstream.Endpoints.Count > 1 ? ", each on another endpoint than the one before" : "";
        return tries == 1 ? "one try only"
            : !request.Method.IsIdempotent() ? $"up to {tries} tries{where}, until a byte of the {method} was written (RFC 9110 §9.2.2)"
            : request.Framing.HasBody ? $"up to {tries} tries{where}, until the origin answers; once its body is not held any more, until a byte was written"
            : $"up to {tries} tries{where}, until the origin answers";
    }
}
