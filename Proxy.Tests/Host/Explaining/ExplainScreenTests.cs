using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Core.Explaining;
using Proxy.Host.CommandLine;
using Proxy.Host.Configuration;
using Proxy.Host.Explaining;

namespace Proxy.Tests.Host.Explaining;

/// <summary>Whole screens, as they are kept beside the tests: <c>Screens/NAME.txt</c>.</summary>
public partial class ExplainScreenTests
{
    private string _config = "";

    [SetUp]
    public void WriteFile() => File.WriteAllText(_config = Path.GetTempFileName(), Screen("proxy.json"));

    [TearDown]
    public void DeleteFile() => File.Delete(_config);

    [TestCase("forward", 0, "--from", "203.0.113.9", "-H", "Accept: */*", "-H", "X-Forwarded-For: 6.6.6.6", "-H", "X-Trace: a1", "-H", "Connection: keep-alive",
        "-H", "X-Internal-Key: 7", "GET", "http://shop.example.org:8080/v1/orders/42?page=2")]
    [TestCase("redirect", 0, "http://www.example.net:8080/old/../old/a%20b?x=1")]
    [TestCase("refuse", 1, "--method", "DELETE", "https://example.net/v1/orders")]
    [TestCase("split", 0, "--from", "10.0.0.9", "-H", "X-Forwarded-For: 203.0.113.9", "-H", "X-Forwarded-Proto: https", "-H", "Cookie: user=7", "-H",
        "Content-Length: 100000", "-X", "POST", "http://shop.example.org:8080/v1/cart")]
    [TestCase("fault", 1, "-H", "X-Note : hello", "/")]
    public async Task Screen_is_as_it_was(string name, int exitCode, params string[] arguments)
    {
        var result = await HostInvocation.RunAsync(["explain", "--config", _config, .. arguments]);
        Assert.That(Masked(result.Output), Is.EqualTo(Screen($"{name}.txt")));
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((exitCode, "")));
    }

    [Test]
    public async Task Json_has_the_same_story()
    {
        const string url = "http://shop.example.org:8080/v1/orders/42";
        var result = await HostInvocation.RunAsync("explain", "--config", _config, "--json", "-H", "X-Forwarded-For: 6.6.6.6", url);
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(root.GetProperty("outcome").GetProperty("kind").GetString(), Is.EqualTo("Forward"));
            Assert.That(root.GetProperty("routes")[1].GetProperty("captures").GetProperty("id").GetString(), Is.EqualTo("42"));
            Assert.That(root.GetProperty("toOrigin").GetProperty("head").GetString(), Does.StartWith("GET /orders/42 HTTP/1.1\r\nHost: orders.internal\r\n"));
            Assert.That(root.GetProperty("toOrigin").GetProperty("fields")[1].GetProperty("kind").GetString(), Is.EqualTo("Changed"));
            Assert.That(root.GetProperty("toOrigin").GetProperty("fields")[1].GetProperty("before").GetString(), Is.EqualTo("6.6.6.6"));
            Assert.That(root.GetProperty("upstream").GetProperty("endpoints").GetArrayLength(), Is.EqualTo(2));
            Assert.That(root.TryGetProperty("answer", out _), Is.False, "what is null is left out");
            Assert.That(result.Output, Does.Not.Contain("\\u0022"));
        });
    }

    [Test]
    public void Colors_change_nothing_but_the_looks()
    {
        var explanation = ProxyExplainer.Explain(ConfigurationFile.Load(_config).Options, new() { Url = "http://shop.example.org:8080/v1/orders/42" });
        var arguments = new ExplainArguments(_config, "GET", "http://shop.example.org:8080/v1/orders/42", [], null, null, false);
        var (plain, colored) = (ExplainText.Render(explanation, arguments, hasColor: false), ExplainText.Render(explanation, arguments, hasColor: true));
        Assert.That(plain, Does.Not.Contain('\e'));
        Assert.That(colored, Does.Contain("\e[32m+ \e[0m\e[32mX-Env: live\e[0m").And.Contain("\e[33mHost: shop.example.org:8080 → orders.internal\e[0m"));
        Assert.That(Escapes().Replace(colored, ""), Is.EqualTo(plain));
    }

    [Test]
    public async Task Control_characters_do_not_reach_the_terminal()
    {
        var result = await HostInvocation.RunAsync("explain", "--config", _config, "-H", "X: \e[2J", "http://a/");
        Assert.That(result.Output, Does.Contain("X: \\x1b[2J").And.Not.Contain('\e'));
    }

    [TestCase("which method, PUT or GET?", "-X", "PUT", "GET", "http://a/")]
    [TestCase("--from: \"nobody\" is no IP address", "--from", "nobody", "http://a/")]
    [TestCase("no listener is named \"wep\"; did you mean \"web\"?", "--listener", "wep", "http://a/")]
    [TestCase("\"ftp://a/\" is no URL of HTTP: http://host/path, https://host/path or /path is needed", "ftp://a/")]
    public async Task Command_line_that_means_nothing_is_told(string message, params string[] arguments)
    {
        var result = await HostInvocation.RunAsync(["explain", "--config", _config, .. arguments]);
        Assert.That(result, Is.EqualTo(new HostInvocation(1, "", $"proxy: {message}{Environment.NewLine}Try \"proxy explain --help\".{Environment.NewLine}")));
    }

    [Test]
    public async Task Errors_of_the_file_are_told_instead()
    {
        await File.WriteAllTextAsync(_config, "{ \"listenerz\": {} }");
        var result = await HostInvocation.RunAsync("explain", "--config", _config, "http://a/");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain("unknown key \"listenerz\"; did you mean \"listeners\"?"));
    }

    private static string Screen(string name)
    {
        using var reader = new StreamReader(typeof(ExplainScreenTests).Assembly.GetManifestResourceStream($"screens.{name}")!);
        return reader.ReadToEnd();
    }

    // What differs from run to run.
    private static string Masked(string output) =>
        Identifier().Replace(Pseudonym().Replace(Date().Replace(output, "Date: now"), "proxy-########"), new string('#', 32));

    [GeneratedRegex("Date: .* GMT")]
    private static partial Regex Date();

    [GeneratedRegex("\\bproxy-[0-9a-f]{8}\\b")]
    private static partial Regex Pseudonym();

    [GeneratedRegex("\\b[0-9a-f]{32}\\b")]
    private static partial Regex Identifier();

    [GeneratedRegex("\e\\[[0-9]+m")]
    private static partial Regex Escapes();
}
