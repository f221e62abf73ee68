using System.Text;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

/// <summary>Configuration files in a folder of their own, gone at the end.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public const string Main = "proxy.json";

    public string Root { get; } = Directory.CreateTempSubdirectory("proxy-test-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public ConfigFolder Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public LoadedConfiguration Load()
    {
        var path = Path.Combine(Root, Main);
        return ConfigurationText.Parse(path, Encoding.UTF8.GetBytes(File.ReadAllText(path)), Variables.GetValueOrDefault);
    }

    /// <summary>The errors, the folder's name taken out wherever it stands.</summary>
    public IReadOnlyList<string> Errors() => Local(Load().Errors);

    /// <summary>Lines without the folder's name.</summary>
    public IReadOnlyList<string> Local(IEnumerable<string> lines) => [.. lines.Select(line => line.Replace($"{Root}/", "", StringComparison.Ordinal))];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
