using System.Text;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>
/// The page about the file: prose by hand, tables from the binder. Each section's prose is a file of <c>Prose/</c>, named after the section; where
/// it says <c>(keys)</c> on a line of its own the table goes, otherwise behind it.
/// </summary>
internal static class Manual
{
    private const string TableMark = "(keys)";

    /// <summary>The whole page.</summary>
    public static string Write(ObjectShape root)
    {
        var page = new StringBuilder(Section("introduction", MarkdownTable.Of(root.Keys, linked: true)));
        foreach (var key in root.Keys)
        {
            if (MarkdownTable.Inside(key.Value) is var (_, holder))
            {
                page.Append($"\n## {key.Name}\n\n").Append(Section(key.Name, MarkdownTable.Of(holder.Keys)));
            }
        }

        return page.Append('\n').Append(Section("always", null)).ToString();
    }

    /// <summary>The names of the sections that have prose.</summary>
    public static IEnumerable<string> ProseNames =>
        typeof(Manual).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("prose.", StringComparison.Ordinal)).Select(name => name.Split('.')[1]);

    private static string Section(string name, string? table)
    {
        var prose = Prose(name);
        return table is null ? prose
            : prose.Contains(TableMark, StringComparison.Ordinal) ? prose.Replace($"{TableMark}\n", table, StringComparison.Ordinal)
            : prose.Length == 0 ? table
            : $"{prose}\n{table}";
    }

    private static string Prose(string name)
    {
        using var stream = typeof(Manual).Assembly.GetManifestResourceStream($"prose.{name}.md");
        if (stream is null)
        {
            return "";
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
