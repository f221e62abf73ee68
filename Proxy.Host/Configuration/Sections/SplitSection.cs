using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].split</c>.</summary>
internal static class SplitSection
{
    public static ObjectBinder<SplitOptions> Binder { get; } =
        new ObjectBinder<SplitOptions>("Several upstreams that answer, each its part of the requests: for a new version that is tried on a few.", new())
        .Key(
            "upstreams",
            new ValueReader<IReadOnlyList<SplitShareOptions>>(new MapShape("the upstream's name", Values.Int32.Shape), Read),
            split => split.Upstreams,
            (split, value) => split with { Upstreams = value },
            "Each upstream's weight, 0 to 1000, as in `{ \"api\": 95, \"api-canary\": 5 }`. A request that is tried again stays with its upstream.",
            required: true)
        .Key(
            "stickyBy",
            Values.Text,
            split => split.StickyBy,
            (split, value) => split with { StickyBy = value },
            "Decides instead of chance: the same value, as of `\"{cookie.user}\"`, goes to the same upstream. Raising one weight moves values to that "
            + "upstream only. An empty value is left to chance.",
            absent: "chance");

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<SplitShareOptions> value)
    {
        var shares = new List<SplitShareOptions>();
        foreach (var (name, _, content) in MembersOnce.Of(node, problems))
        {
            // One in error is kept, so that the others are not told that they lack it.
            shares.Add(new(name, Values.Int32.TryRead(content, problems, out var weight) ? weight : 1));
        }

        value = shares;
        return node.Kind == ConfigNodeKind.Object
            || Values.Fail(node, problems, $"an object {{ \"upstream\": weight }} is needed, found {node.Describe()}");
    }
}
