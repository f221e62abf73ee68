using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>An element of <c>upstreams.NAME.endpoints</c>: an address, or an object with one.</summary>
internal static class EndpointSection
{
    private static readonly ObjectBinder<EndpointOptions> Binder = new ObjectBinder<EndpointOptions>()
        .Key<string>("address", Values.Text, (endpoint, value) => endpoint with { Address = value }, required: true)
        .Key<int>("weight", Values.Int32, (endpoint, value) => endpoint with { Weight = value });

    public static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out EndpointOptions value)
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
