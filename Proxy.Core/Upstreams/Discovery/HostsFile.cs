namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Which names hosts(5) has. What they stand for is left to the system.</summary>
internal static class HostsFile
{
    public const string SystemPath = "/etc/hosts";

    /// <summary>Whether the file has the name; a file that cannot be read has none.</summary>
    public static bool Has(string name, string path = SystemPath)
    {
        try
        {
            name = name.TrimEnd('.');
            return File.ReadLines(path).Any(line => NamesOf(line).Contains(name, StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> NamesOf(string line) =>
        line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1);
}
