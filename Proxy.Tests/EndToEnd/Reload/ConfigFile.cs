namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>A configuration file in a directory of its own, replaced as editors do: by a rename.</summary>
internal sealed class ConfigFile : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("proxy-config-").FullName;

    public ConfigFile(string content) => Write(content);

    public string Path => System.IO.Path.Combine(_directory, "proxy.json");

    public string Folder => _directory;

    public void Write(string content)
    {
        File.WriteAllText(Path + "~", content);
        File.Move(Path + "~", Path, overwrite: true);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
