using NUnit.Framework;
using Proxy.Host.Reloading;
using Proxy.Tests.EndToEnd.Reload;
using Proxy.Tests.Host.Configuration;

namespace Proxy.Tests.Host.Reloading;

/// <summary>What the watch sees of what a file includes.</summary>
[Platform("Linux")]
public class ConfigurationSourceTests
{
    private const string Upstreams = """{ "upstreams": { "a": { "endpoints": [ "127.0.0.1:9" ] } } }""";

    private ConfigFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ConfigFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

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

    [TestCase("conf.d/*.json", "conf.d/a.json", "conf.d/x")]
    [TestCase("conf.d/*.json", "conf.d/a.json", null)]
    [TestCase("sites/*/a.json", "sites/new/a.json", "sites/old/a.json")]
    [TestCase("a.json", "a.json", null)]
    [TestCase("sub/a.json", "sub/a.json", null)]
    public void File_that_comes_is_seen(string include, string comes, string? present)
    {
        _folder.Write(ConfigFolder.Main, $"{{ \"include\": [ \"{include}\" ] }}");
        if (present is not null)
        {
            _folder.Write(present, "{}");
        }

        var source = Load();
        Assert.That(source.Stamp(), Is.EqualTo(source.Read), "nothing has changed");
        _folder.Write(comes, "{}");
        foreach (var folder in Directory.GetDirectories(_folder.Root, "*", SearchOption.AllDirectories))
        {
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddMinutes(1)); // Clocks of file systems are coarse.
        }

        Assert.That(source.Stamp(), Is.Not.EqualTo(source.Read), "it came");
        source.Load();
        Assert.That(source.Stamp(), Is.EqualTo(source.Read), "it was read");
        _folder.Write(comes, "{ }");
        Assert.That(source.Stamp(), Is.Not.EqualTo(source.Read), "it was changed");
    }

    [Test]
    public void Change_between_reading_and_watching_is_not_missed()
    {
        var source = Load(_folder.Write(ConfigFolder.Main, "{}"));
        _folder.Write(ConfigFolder.Main, "{ }");
        Assert.That(source.Stamp(), Is.Not.EqualTo(source.Read));
    }

    private ConfigurationSource Load(ConfigFolder? folder = null)
    {
        var source = new ConfigurationSource(Path.Combine((folder ?? _folder).Root, ConfigFolder.Main), options => options);
        source.Load();
        return source;
    }
}
