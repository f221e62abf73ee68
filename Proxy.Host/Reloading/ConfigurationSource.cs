using Proxy.Core.Configuration;
using Proxy.Host.Configuration;

namespace Proxy.Host.Reloading;

/// <summary>The file a proxy was started with, to be read as often as one likes.</summary>
/// <param name="path">The file, as it was typed.</param>
/// <param name="adjust">Puts in what the command line says, which goes before the file.</param>
internal sealed class ConfigurationSource(string path, Func<ProxyOptions, ProxyOptions> adjust)
{
    private volatile string[] _looked = [];
    private volatile FileStamp[] _read = [];

    /// <summary>The file, as errors name it.</summary>
    public string Path { get; } = path;

    /// <summary>The file, wherever one stands. Links are left as they are: what they lead to may change.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>It is a file, not a pipe: it can be read again, and found by its name.</summary>
    public bool IsFile { get; } = FileStamp.Of(System.IO.Path.GetFullPath(path)).Length > 0;

    /// <summary>How the files stood when they were read last.</summary>
    public FileStamp[] Read => _read;

    /// <summary>Reads, binds and checks the file and those it includes.</summary>
    public LoadedConfiguration Load()
    {
        var before = Stamp();
        var loaded = ConfigurationFile.Load(Path);
        _looked = [.. loaded.Looked.Select(System.IO.Path.GetFullPath)];

        // Where the files are others now, how these stood before is not known.
        _read = Stamp() is var now && now.Length == before.Length ? before : now;
        var options = adjust(loaded.Options);
        return loaded with { Options = options, Host = loaded.Host with { Proxy = options } };
    }

    /// <summary>How the files stand that are read, and the folders that are looked through for more.</summary>
    public FileStamp[] Stamp() => [FileStamp.Of(FullPath), .. _looked.Select(FileStamp.Of)];
}
