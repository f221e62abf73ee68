using NUnit.Framework;
using Proxy.Host.Configuration;

namespace Proxy.Tests.Host.Configuration;

/// <summary>Bodies that are files: found beside the configuration, wherever the program runs.</summary>
public class FileValueTests
{
    private const int MaxBytes = 1024 * 1024;

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("proxy-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("\"respond\": { \"file\": \"pages/a.HTML\" }", "text/html; charset=utf-8")]
    [TestCase("\"respond\": { \"file\": \"pages/a.css\" }", "text/css; charset=utf-8")]
    [TestCase("\"respond\": { \"file\": \"pages/a.unknown\" }", null)]
    [TestCase("\"respond\": { \"file\": \"pages/a.html\", \"contentType\": \"text/x\" }", "text/x")]
    [TestCase("\"respond\": { \"contentType\": \"text/x\", \"file\": \"pages/a.html\" }", "text/x")]
    public void Body_is_read_beside_the_configuration(string keys, string? type)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "pages"));
        byte[] content = [0, 255, 13, 10, (byte)'{'];
        foreach (var name in (string[])["a.HTML", "a.html", "a.css", "a.unknown"])
        {
            File.WriteAllBytes(Path.Combine(_folder, "pages", name), content);
        }

        var (options, errors) = Load(keys);
        Assert.That(errors, Is.Empty);
        Assert.That((options.Routes[0].Respond!.Body.ToArray(), options.Routes[0].Respond!.ContentType), Is.EqualTo((content, type)));
    }

    [TestCase("logs/a.log", true)]
    [TestCase("/var/log/a.log", false)]
    [TestCase("-", false)]
    public void Access_log_is_written_beside_the_configuration(string path, bool isBeside) => Assert.That(
        ConfigurationText.Parse(Path.Combine(_folder, "proxy.json"), System.Text.Encoding.UTF8.GetBytes($"{{ \"accessLog\": {{ \"path\": \"{path}\" }} }}")).Options.AccessLog!.Path,
        Is.EqualTo(isBeside ? Path.Combine(_folder, path) : path));

    [Test]
    public void Page_for_an_error_may_be_one()
    {
        File.WriteAllText(Path.Combine(_folder, "sorry.html"), "sorry {status}");
        var (options, errors) = Load($"\"upstream\": \"site\", \"errorPages\": {{ \"5xx\": {{ \"file\": \"{Path.Combine(_folder, "sorry.html")}\" }} }}");
        Assert.That(errors, Is.Empty);
        var page = options.Routes[0].ErrorPages.Single();
        Assert.That((page.Body.Span.SequenceEqual("sorry {status}"u8), page.ContentType), Is.EqualTo((true, "text/html; charset=utf-8")));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public void Size_has_a_bound(int past, bool refused)
    {
        File.WriteAllBytes(Path.Combine(_folder, "big"), new byte[MaxBytes + past]);
        Assert.That(Errors("\"big\""), refused ? Is.EqualTo(new[] { $"routes[0].respond.file: {Path.Combine(_folder, "big")}: is larger than 1 MiB" }) : Is.Empty);
    }

    [TestCase("\"missing\"", "FOLDER/missing: no such file")]
    [TestCase("\"no/folder\"", "FOLDER/no/folder: no such file")]
    [TestCase("\".\"", "FOLDER/.: is a directory; the path of a file is needed")]
    [TestCase("\"a\\u0000b\"", "FOLDER/a\0b: cannot be read: ")]
    [TestCase("1", "a string is needed, found 1")]
    public void What_is_no_file_has_one_clear_line(string file, string problem) =>
        Assert.That(Errors(file).Single(), Does.StartWith($"routes[0].respond.file: {problem.Replace("FOLDER", _folder, StringComparison.Ordinal)}"));

    [Test]
    public void Body_stands_in_the_file_or_beside_it()
    {
        File.WriteAllText(Path.Combine(_folder, "a"), "x");
        Assert.That(Errors("\"a\", \"body\": \"y\""), Is.EqualTo(new[] { "routes[0].respond.file: excludes \"body\"" }));
    }

    private string[] Errors(string file) =>
        [.. Load($"\"respond\": {{ \"file\": {file} }}").Errors.Select(error => error.Split(": ", 2)[1])];

    private LoadedConfiguration Load(string route)
    {
        var path = Path.Combine(_folder, "proxy.json");
        File.WriteAllText(path, ConfigurationSamples.Smallest.Replace("\"upstream\": \"site\"", route, StringComparison.Ordinal));
        return ConfigurationFile.Load(path);
    }
}
