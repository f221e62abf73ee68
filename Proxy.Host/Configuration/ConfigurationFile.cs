namespace Proxy.Host.Configuration;

/// <summary>Reads a configuration file from disk.</summary>
internal static class ConfigurationFile
{
    /// <summary>Far past any real configuration, all files together; a bound, so that a wrong path cannot fill the memory.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Reads, binds and checks a file and those it includes. Never throws for what is in them or for their absence.</summary>
    public static LoadedConfiguration Load(string path) =>
        path.Length == 0 ? Unreadable("--config", "the path of a file is needed")
        : FileContent.TryRead(path, MaxBytes, out var content, out var problem) ? ConfigurationText.Parse(path, content)
        : Unreadable(path, problem);

    private static LoadedConfiguration Unreadable(string path, string why) => new(new(), [$"{path}: {why}"]);
}
