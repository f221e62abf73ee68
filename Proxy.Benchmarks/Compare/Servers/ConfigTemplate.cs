using System.Text.RegularExpressions;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>A configuration file with places such as <c>{{PORT}}</c> to fill in.</summary>
internal static partial class ConfigTemplate
{
    /// <summary>Fills every place in; a place without a value is an error, never left standing.</summary>
    public static string Render(string template, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(template, match => values.TryGetValue(match.Groups[1].Value, out var value)
            ? value
            : throw new FormatException($"nothing to put in the place of {match.Value}"));

    /// <summary>Renders the template of that name among <c>Configs/</c> into a file of that name in <paramref name="directory"/>.</summary>
    public static string RenderFile(
        string name, string directory, IReadOnlyDictionary<string, string> values, params IEnumerable<(string Place, string Value)> more)
    {
        values = new Dictionary<string, string>([.. values, .. more.Select(each => KeyValuePair.Create(each.Place, each.Value))]);
        Directory.CreateDirectory(directory);
        var template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Compare", "Configs", name));
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, Render(template, values));
        return path;
    }

    [GeneratedRegex(@"\{\{([A-Z_]+)\}\}")]
    private static partial Regex Placeholder();
}
