using NUnit.Framework;
using Proxy.Host.Reloading;

namespace Proxy.Tests.Host.Reloading;

[Platform("Linux")]
public class FileStampTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("proxy-stamp-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Writing_and_replacing_and_deleting_are_seen()
    {
        var path = Write("a.json", "one", 1);
        var first = FileStamp.Of(path);
        Assert.That(FileStamp.Of(path), Is.EqualTo(first));
        File.WriteAllText(path, "two and more");
        Assert.That(FileStamp.Of(path), Is.Not.EqualTo(first));
        File.Move(Write("b.json", "two", 2), path, overwrite: true);
        Assert.That(FileStamp.Of(path), Is.Not.EqualTo(first), "same length, other time");
        File.Delete(path);
        Assert.That(FileStamp.Of(path).Length, Is.EqualTo(-1));
    }

    [Test]
    public void Link_on_the_way_that_leads_elsewhere_is_seen()
    {
        // As Kubernetes mounts a config map: proxy.json → ..data/proxy.json, ..data → ..1, and later → ..2.
        Write("..1/proxy.json", "one", 1);
        Write("..2/proxy.json", "two", 2);
        var path = Path.Combine(_folder, "proxy.json");
        File.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..1");
        File.CreateSymbolicLink(path, "..data/proxy.json");
        var first = FileStamp.Of(path);
        Assert.That(first.Length, Is.EqualTo(3));
        File.Delete(Path.Combine(_folder, "..data"));
        File.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..2");
        Assert.That(FileStamp.Of(path), Is.Not.EqualTo(first));
    }

    private string Write(string name, string content, int minute)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, minute, 0, DateTimeKind.Utc));
        return path;
    }
}
