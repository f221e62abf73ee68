using NUnit.Framework;
using Proxy.Host.Reloading;
using Proxy.Tests.Host.Configuration;

namespace Proxy.Tests.Host.Reloading;

/// <summary>What the watch sees of what a file includes.</summary>
[Platform("Linux")]
public class ConfigurationSourceTests
{
    private ConfigFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ConfigFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

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
