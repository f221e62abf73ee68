using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

public class ConfigurationFileTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("proxy-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_file_is_read()
    {
        var path = Write(ConfigurationSamples.Smallest);

        Assert.That(ConfigurationFile.Load(path).Errors, Is.Empty);
    }

    [Test]
    public void Errors_carry_the_path_as_it_was_given()
    {
        var path = Write("{");

        Assert.That(ConfigurationFile.Load(path).Errors.Single(), Does.StartWith($"{path}:1:"));
    }

    [Test]
    public void Each_thing_that_is_no_file_has_one_clear_line()
    {
        var missing = Path.Combine(_folder, "missing.json");
        var deep = Path.Combine(_folder, "no", "folder.json");

        Assert.Multiple(() =>
        {
            Assert.That(ConfigurationFile.Load(missing).Errors, Is.EqualTo(new[] { $"{missing}: no such file" }));
            Assert.That(ConfigurationFile.Load(deep).Errors, Is.EqualTo(new[] { $"{deep}: no such file" }));
            Assert.That(ConfigurationFile.Load(_folder).Errors, Is.EqualTo(new[] { $"{_folder}: is a directory; the path of a file is needed" }));
            Assert.That(ConfigurationFile.Load("").Errors, Is.EqualTo(new[] { "--config: the path of a file is needed" }));
            Assert.That(ConfigurationFile.Load("a\0b").Errors.Single(), Does.StartWith("a\0b: cannot be read: "));
        });
    }

    [Test]
    public void A_file_that_may_not_be_read_has_one_clear_line()
    {
        var path = Write("{}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        // To root everything is readable.
        Assume.That(Environment.IsPrivilegedProcess, Is.False);
        Assert.That(ConfigurationFile.Load(path).Errors, Is.EqualTo(new[] { $"{path}: may not be read: permission denied" }));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public void The_size_has_a_bound(int past, bool refused)
    {
        var path = Write(ConfigurationSamples.Smallest.PadRight(ConfigurationFile.MaxBytes + past));

        Assert.That(ConfigurationFile.Load(path).Errors, refused ? Is.EqualTo(new[] { $"{path}: is larger than 16 MiB" }) : Is.Empty);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "proxy.json");
        File.WriteAllText(path, text);
        return path;
    }
}
