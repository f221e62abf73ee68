namespace Proxy.Host.Configuration;

/// <summary>Finds the place in the file for a path of the options, which knows nothing of files.</summary>
internal static class NodeIndex
{
    /// <summary>The value at a path or, for what the file leaves out, the nearest value around it.</summary>
    public static ConfigNode Nearest(ConfigNode root, string path)
    {
        // The longest match: a name may hold a dot, so that "a" and "a.b" are both at or above "a.b.address".
        var child = root.Members.Select(member => member.Value).Concat(root.Items)
            .Where(child => IsAtOrBelow(path, child.Path))
            .MaxBy(child => child.Path.Length);
        return child is null ? root : Nearest(child, path);
    }

    private static bool IsAtOrBelow(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal) && (path.Length == parent.Length || path[parent.Length] is '.' or '[');
}
