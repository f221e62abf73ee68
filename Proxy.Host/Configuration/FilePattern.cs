using System.IO.Enumeration;

namespace Proxy.Host.Configuration;

/// <summary>
/// Finds files by a pattern as shells have it: <c>*</c> stands for any characters of one name, <c>?</c> for one; hidden files have to be asked for by
/// their dot.
/// </summary>
internal static class FilePattern
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The files, in the order of their paths; none when nothing matches.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="looked">Gets what has to change before other files are found: the folders looked through, and the names looked for.</param>
    public static IReadOnlyList<string> Find(string pattern, ICollection<string>? looked = null)
    {
        looked ??= [];
        var root = Path.GetPathRoot(pattern) ?? "";
        string[] folders = [root];
        var names = pattern[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.SkipLast(1))
        {
            folders = [.. folders.SelectMany(folder => Match(folder, name, Directory.EnumerateDirectories, looked)).Where(Directory.Exists)];
        }

        return names.Length == 0 ? [] : [.. folders.SelectMany(folder => Match(folder, names[^1], Directory.EnumerateFiles, looked)).Where(File.Exists)];
    }

    private static IEnumerable<string> Match(
        string folder, string name, Func<string, string, EnumerationOptions, IEnumerable<string>> list, ICollection<string> looked)
    {
        var at = folder.Length == 0 ? "." : folder;
        looked.Add(IsPattern(name) ? at : Path.Combine(folder, name));
        if (!IsPattern(name))
        {
            return [Path.Combine(folder, name)];
        }

        return !Directory.Exists(at) ? [] : list(at, "*", Everything)
            .Select(path => Path.GetFileName(path)!)
            .Where(entry => (name[0] == '.' || entry[0] != '.') && FileSystemName.MatchesSimpleExpression(name, entry, ignoreCase: false))
            .Order(StringComparer.Ordinal)
            .Select(entry => Path.Combine(folder, entry));
    }
}
