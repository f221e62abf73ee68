using System.Diagnostics.CodeAnalysis;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>
/// Readers of arrays and of objects whose keys are the operator's own names. An element in error is kept as a stand-in, so that what later
/// checks say of element 3 is about the third element of the file.
/// </summary>
internal static class Collections
{
    /// <summary>An array.</summary>
    public static ValueReader<IReadOnlyList<T>> ListOf<T>(ValueReader<T> reader, T standIn) => new(
        new ListShape(reader.Shape),
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value) =>
        {
            value = [.. node.Items.Select(item => reader.TryRead(item, problems, out var element) ? element : standIn)];
            return node.Kind == ConfigNodeKind.Array
                || Values.Fail(node, problems, $"an array [ … ] is needed, found {node.Describe()}");
        },
        list => list.Select(reader.Write).ToArray() is var elements && !elements.Contains(null) ? $"[{string.Join(", ", elements)}]" : null);

    /// <summary>An object of strings under names of the operator's own.</summary>
    /// <param name="key">What a key names, as in "the origin's domain".</param>
    /// <param name="reader">Reads each string.</param>
    public static ValueReader<IReadOnlyDictionary<string, string>> Texts(string key, ValueReader<string> reader) => new(
        new MapShape(key, reader.Shape),
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, string> value) =>
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, _, content) in MembersOnce.Of(node, problems))
            {
                if (reader.TryRead(content, problems, out var text))
                {
                    texts[name] = text;
                }
            }

            value = texts;
            return node.Kind == ConfigNodeKind.Object
                || Values.Fail(node, problems, $"an object {{ \"name\": \"value\" }} is needed, found {node.Describe()}");
        });

    /// <summary>An object of named objects.</summary>
    /// <param name="kind">What is named, as in "listener".</param>
    /// <param name="binder">Fills each.</param>
    /// <param name="create">An object of that name with everything else at its default.</param>
    public static ValueReader<IReadOnlyList<T>> Named<T>(string kind, ObjectBinder<T> binder, Func<string, T> create) => new(
        new MapShape($"the {kind}'s name", binder.Shape),
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value) =>
        {
            var elements = new List<T>();
            foreach (var (name, place, content) in MembersOnce.Of(node, problems))
            {
                if (name.Length == 0)
                {
                    problems.Add(place, content.Path, "a name may not be empty");
                }

                elements.Add(binder.Bind(content, create(name), problems));
            }

            value = elements;
            return node.Kind == ConfigNodeKind.Object
                || Values.Fail(node, problems, $"an object of names {{ \"name\": {{ … }} }} is needed, found {node.Describe()}");
        });
}
