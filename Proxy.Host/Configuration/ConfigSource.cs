using System.Globalization;

namespace Proxy.Host.Configuration;

/// <summary>One file of a configuration.</summary>
/// <param name="name">What errors call it.</param>
/// <param name="text">Its bytes, without a byte order mark.</param>
/// <param name="order">Its place among the files, in the order they are read.</param>
/// <param name="firstRoute">How many routes the files before it have.</param>
internal sealed class ConfigSource(string name, ReadOnlyMemory<byte> text, int order = 0, int firstRoute = 0)
{
    private const string Routes = "routes[";

    public string Name { get; } = name;

    public ReadOnlyMemory<byte> Text { get; } = text;

    public int Order { get; } = order;

    /// <summary>The index that this file's first route has in the whole: paths count the routes of all files.</summary>
    public int FirstRoute { get; } = firstRoute;

    /// <summary>A path as this file has it: its own routes count from 0.</summary>
    public string Localize(string path)
    {
        if (FirstRoute == 0 || !path.StartsWith(Routes, StringComparison.Ordinal))
        {
            return path;
        }

        var end = path.IndexOf(']', StringComparison.Ordinal);
        var index = int.Parse(path.AsSpan(Routes.Length, end - Routes.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return $"{Routes}{Math.Max(0, index - FirstRoute)}{path[end..]}";
    }

    /// <summary>A path as the operator gave it, seen from the folder of this file.</summary>
    public string Resolve(string path) => Path.Combine(Path.GetDirectoryName(Name) ?? "", path);
}
