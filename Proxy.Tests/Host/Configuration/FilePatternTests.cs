using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class FilePatternTests
{
    private ConfigFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new ConfigFolder().Write("b.json", "").Write("a.json", "").Write(".h.json", "").Write("A.txt", "")
        .Write("x/1.json", "").Write("y/1.json", "").Write("y/2.json", "").Write("dir.json/z", "").Write(".s/1.json", "");

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("*.json", "a.json", "b.json")]
    [TestCase("?.json", "a.json", "b.json")]
    [TestCase(".*.json", ".h.json")]
    [TestCase("*", "A.txt", "a.json", "b.json")]
    [TestCase("*/1.json", "x/1.json", "y/1.json")]
    [TestCase("y/*.json", "y/1.json", "y/2.json")]
    [TestCase("?/?.json", "x/1.json", "y/1.json", "y/2.json")]
    [TestCase("*/2.json", "y/2.json")]
    [TestCase("x/../?.json", "x/../a.json", "x/../b.json")]
    [TestCase("none/*")]
    [TestCase("*.nothing")]
    [TestCase("a.json/*")]
    public void Files_are_found_in_order(string pattern, params string[] files) =>
        Assert.That(_folder.Local(FilePattern.Find(Path.Combine(_folder.Root, pattern))), Is.EqualTo(files));

    [Test]
    public void Without_a_folder_the_working_directory_is_looked_at() => Assert.That(
        FilePattern.Find("*"),
        Is.EqualTo(Directory.GetFiles(".").Select(Path.GetFileName).Where(name => name![0] != '.').Order(StringComparer.Ordinal)));
}
