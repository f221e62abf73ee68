using NUnit.Framework;
using Proxy.Host.Reloading;
using Proxy.Tests.EndToEnd.Reload;

namespace Proxy.Tests.Host.Reloading;

public class ConfigurationSourceTests
{
    private const string Upstreams = """{ "upstreams": { "a": { "endpoints": [ "127.0.0.1:9" ] } } }""";

    [Test]
    public void Included_files_and_their_folder_are_looked_at_as_well()
    {
        using var file = new ConfigFile("""
            { "include": [ "parts/*.json" ], "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "a" } ] }
            """);
        var parts = Directory.CreateDirectory(Path.Combine(file.Folder, "parts")).FullName;
        var (part, another) = (Path.Combine(parts, "a.json"), Path.Combine(parts, "b.json"));
        File.WriteAllText(part, Upstreams);
        var source = new ConfigurationSource(file.Path, options => options);
        Assert.That(source.Load().Errors, Is.Empty);
        var first = source.Stamp();
        Assert.That(source.Stamp(), Is.EqualTo(first));

        File.WriteAllText(part, Upstreams + " ");
        var second = source.Stamp();
        Assert.That(second, Is.Not.EqualTo(first), "an included file has changed");

        File.WriteAllText(another, "{}");
        Directory.SetLastWriteTimeUtc(parts, DateTime.UtcNow.AddMinutes(1)); // Clocks of file systems are coarse.
        Assert.That(source.Stamp(), Is.Not.EqualTo(second), "a file has come that the pattern takes in");
    }
}
