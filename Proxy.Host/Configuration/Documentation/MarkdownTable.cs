using System.Text;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>The keys of an object as a table; those of objects inside it follow under their dotted names.</summary>
internal static class MarkdownTable
{
    /// <param name="keys">What the rows are about.</param>
    /// <param name="linked">Keys that have a section of their own are one row that leads there.</param>
    public static string Of(IReadOnlyList<KeyShape> keys, bool linked = false)
    {
        var text = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in keys)
        {
            AddRow(text, key, key.Name, linked);
        }

        return text.ToString();
    }

    /// <summary>The keys of what a value holds, behind the path that leads to them.</summary>
    public static (string Suffix, ObjectShape Shape)? Inside(ValueShape shape) => shape switch
    {
        ObjectShape holder => ("", holder),
        MapShape map when Inside(map.Value) is var (suffix, holder) => ($".NAME{suffix}", holder),
        ListShape list when Inside(list.Item) is var (suffix, holder) => ($"[]{suffix}", holder),
        NullableShape nullable => Inside(nullable.Value),
        EitherShape either => either.Ways.Select(Inside).FirstOrDefault(inside => inside is not null),
        _ => null,
    };

    private static void AddRow(StringBuilder text, KeyShape key, string path, bool linked)
    {
        var inside = Inside(key.Value);
        var link = linked && inside is not null ? $" See [{path}](#{path.ToLowerInvariant()})." : "";
        text.Append($"| `{path}` | {Cell(ShapeText.Of(key))} | {Cell(DefaultOf(key))} | {Cell(MeaningOf(key))}{link} |\n");
        if (!linked && inside is var (suffix, holder))
        {
            foreach (var inner in holder.Keys)
            {
                AddRow(text, inner, $"{path}{suffix}.{inner.Name}", linked);
            }
        }
    }

    private static string DefaultOf(KeyShape key) =>
        key.Required ? "required"
        : key.Default is { } value ? $"`{value}`"
        : key.Absent ?? (key.Value is NullableShape nullable ? $"`null`: {nullable.Meaning}" : "");

    private static string MeaningOf(KeyShape key) =>
        key is { Value: NullableShape nullable } && (key.Default ?? key.Absent) is not null ? $"{key.Description} `null`: {nullable.Meaning}." : key.Description;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
