using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>An element of <c>upstreams.NAME.endpoints</c>: an address, or an object with one.</summary>
internal static class EndpointSection
{
    private static readonly ObjectBinder<EndpointOptions> Binder = new ObjectBinder<EndpointOptions>("One origin server.", new(), OptionRanges.Endpoint)
        .Key(
            "address",
            Values.Text,
            endpoint => endpoint.Address,
            (endpoint, value) => endpoint with { Address = value },
            "`host:port`, `http://host[:port]`, `unix:/path`, `srv://name` or `file:///path`. All addresses of a name are used, and it is looked up again and again.",
            required: true)
        .Key(
            "weight",
            Values.Int32,
            endpoint => endpoint.Weight,
            (endpoint, value) => endpoint with { Weight = value },
            "Its share of the requests, relative to its siblings; that of each address of a name. SRV records and files have their own.")
        .Key(
            "priority",
            Values.Int32,
            endpoint => endpoint.Priority,
            (endpoint, value) => endpoint with { Priority = value },
            "Its tier: lower ones are asked first, and others only for what those cannot bear (`spillOver`).")
        .Key(
            "zone",
            Values.TextOrNull("none"),
            endpoint => endpoint.Zone,
            (endpoint, value) => endpoint with { Zone = value },
            "The zone it is in: where that is the proxy's own, it goes before others of its priority.",
            absent: "none")
        .Key(
            "drain",
            Values.Boolean,
            endpoint => endpoint.Drain,
            (endpoint, value) => endpoint with { Drain = value },
            "It gets no new requests; those under way are finished.");

    public static ValueReader<EndpointOptions> Reader { get; } = new(new EitherShape(Values.Text.Shape, Binder.Shape), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out EndpointOptions value)
    {
        value = null;
        switch (node.Kind)
        {
            case ConfigNodeKind.String:
                value = EndpointOptions.FromString(node.Text);
                return true;
            case ConfigNodeKind.Object:
                value = Binder.Bind(node, new EndpointOptions(), problems);
                return true;
            default:
                return Values.Fail(node, problems, $"an address or an object {{ \"address\": … }} is needed, found {node.Describe()}");
        }
    }
}
