using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N]</c>.</summary>
internal static class RouteSection
{
    private static readonly ValueReader<IReadOnlyList<string>> Texts = Collections.ListOf<string>(Values.Text, "");

    public static ObjectBinder<RouteOptions> Binder { get; } = new ObjectBinder<RouteOptions>()
        .Key<string>("name", Values.Text, (route, value) => route with { Name = value })
        .Key("hosts", Texts, (route, value) => route with { Hosts = value })
        .Key<string>("path", Values.Text, (route, value) => route with { Path = value })
        .Key("methods", Texts, (route, value) => route with { Methods = value })
        .Key<IReadOnlyList<FieldMatchOptions>>("headers", FieldMatches, (route, value) => route with { Headers = value })
        .Key<IReadOnlyList<FieldMatchOptions>>("query", FieldMatches, (route, value) => route with { Query = value })
        .Key<string>("upstream", Values.Text, (route, value) => route with { Upstream = value }, required: true)
        .NotYet("rewrite", "rateLimit", "respond", "redirect", "cache", "compress");

    // { "X-Env": "beta", "X-Debug": true }: a value, or that it is there at all.
    private static bool FieldMatches(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<FieldMatchOptions> value)
    {
        var matches = new List<FieldMatchOptions>();
        foreach (var (name, _, content) in MembersOnce.Of(node, problems))
        {
            if (content is { Kind: ConfigNodeKind.Boolean, Text: "true" })
            {
                matches.Add(new(name, null));
            }
            else if (content.Kind == ConfigNodeKind.String)
            {
                matches.Add(new(name, content.Text));
            }
            else
            {
                problems.Add(content, $"a string is needed, or true for any value; found {content.Describe()}");
            }
        }

        value = matches;
        return node.Kind == ConfigNodeKind.Object
            || Values.Fail(node, problems, $"an object {{ \"name\": \"value\" }} is needed, found {node.Describe()}");
    }
}
