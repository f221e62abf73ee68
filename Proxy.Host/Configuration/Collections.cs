using System.Diagnostics.CodeAnalysis;

namespace Proxy.Host.Configuration;

/// <summary>
/// Readers of arrays and of objects whose keys are the operator's own names. An element in error is kept as a stand-in, so that what later
/// checks say of element 3 is about the third element of the file.
/// </summary>
internal static class Collections
{
    /// <summary>An array.</summary>
    public static ValueReader<IReadOnlyList<T>> ListOf<T>(ValueReader<T> read, T standIn) =>
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value) =>
        {
            value = [.. node.Items.Select(item => read(item, problems, out var element) ? element : standIn)];
            return node.Kind == ConfigNodeKind.Array
                || Values.Fail(node, problems, $"an array [ … ] is needed, found {node.Describe()}");
        };

    /// <summary>An object of named objects.</summary>
    public static ValueReader<IReadOnlyList<T>> Named<T>(ObjectBinder<T> binder, Func<string, T> create) =>
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value) =>
        {
            var elements = new List<T>();
            foreach (var (name, offset, content) in MembersOnce.Of(node, problems))
            {
                if (name.Length == 0)
                {
                    problems.Add(offset, content.Path, "a name may not be empty");
                }

                elements.Add(binder.Bind(content, create(name), problems));
            }

            value = elements;
            return node.Kind == ConfigNodeKind.Object
                || Values.Fail(node, problems, $"an object of names {{ \"name\": {{ … }} }} is needed, found {node.Describe()}");
        };
}
