using System.Diagnostics.CodeAnalysis;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>Headers that are written: <c>{ "X-Client": "{client.address}" }</c>.</summary>
internal static class HeaderValueSection
{
    public static ValueReader<IReadOnlyList<HeaderValueOptions>> Reader { get; } = new(new MapShape("the header's name", Values.Text.Shape), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<HeaderValueOptions> value)
    {
        var headers = new List<HeaderValueOptions>();
        foreach (var (name, _, content) in MembersOnce.Of(node, problems))
        {
            if (Values.Text.TryRead(content, problems, out var text))
            {
                headers.Add(new(name, text));
            }
        }

        value = headers;
        return node.Kind == ConfigNodeKind.Object
            || Values.Fail(node, problems, $"an object {{ \"Name\": \"value\" }} is needed, found {node.Describe()}");
    }
}
