using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>Conditions on headers or query parameters: <c>{ "X-Env": "beta", "X-Debug": true }</c>, a value or that it is there at all.</summary>
internal static class FieldMatchSection
{
    /// <param name="name">What a key names, as in "the header's name".</param>
    public static ValueReader<IReadOnlyList<FieldMatchOptions>> Reader(string name) =>
        new(new MapShape(name, new EitherShape(Values.Text.Shape, new ScalarShape(ScalarKind.True))), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<FieldMatchOptions> value)
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
