using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.Reloading;

/// <summary>The file a proxy was started with, to be read as often as one likes.</summary>
/// <param name="path">The file, as it was typed.</param>
/// <param name="adjust">Puts in what the command line says, which goes before the file.</param>
internal sealed class ConfigurationSource(string path, Func<ProxyOptions, ProxyOptions> adjust)
{
    private volatile string[] _included = [];

    /// <summary>The file, as errors name it.</summary>
    public string Path { get; } = path;

    /// <summary>The file, wherever one stands. Links are left as they are: what they lead to may change.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>It is a file, not a pipe: it can be read again, and found by its name.</summary>
    public bool IsFile { get; } = FileStamp.Of(System.IO.Path.GetFullPath(path)).Length > 0;

    /// <summary>Reads, binds and checks the file and those it includes.</summary>
    public LoadedConfiguration Load()
    {
        var loaded = ConfigurationFile.Load(Path);
        _included = [.. loaded.Files.Skip(1).Select(System.IO.Path.GetFullPath)];
        var options = adjust(loaded.Options);
        return loaded with { Options = options, Host = loaded.Host with { Proxy = options } };
    }

    /// <summary>How the files stand that are read.</summary>
    public FileStamp[] Stamp()
    {
        // A folder changes when a file comes that a pattern may be for.
        var included = _included;
        var folders = included.Select(file => System.IO.Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal);
        return [FileStamp.Of(FullPath), .. included.Concat(folders).Select(FileStamp.Of)];
    }
}
