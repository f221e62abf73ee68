namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>A table in Markdown.</summary>
internal static class MarkdownTable
{
    /// <param name="rows">The first one is the heading.</param>
    public static string Format(IReadOnlyList<string[]> rows)
    {
        var lines = rows.Select(row => "| " + string.Join(" | ", row) + " |").ToList();
        lines.Insert(1, "|" + string.Concat(Enumerable.Repeat("---|", rows[0].Length)));
        return string.Join('\n', lines) + "\n";
    }
}
