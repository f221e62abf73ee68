using NUnit.Framework;

namespace Proxy.Tests.Host.CommandLine;

public class HelpTests
{
    [TestCase("--help", "run", "check", "demo", "--version", "Examples:")]
    [TestCase("run --help", "--listen <ADDR>", "--to <URL>", "--config <FILE>", "Examples:")]
    [TestCase("run --help", "--threads <N>", "--transport <auto|epoll|managed>")]
    [TestCase("check --help", "--config <FILE>", "Example:", "\"listeners\"")]
    [TestCase("schema --help", "--markdown", "\"$schema\"")]
    [TestCase("demo --help", "--listen <ADDR>", "curl")]
    [TestCase("run --bogus --help", "--listen <ADDR>")]
    public async Task Help_names_what_there_is(string line, params string[] parts)
    {
        var result = await HostInvocation.RunAsync(line.Split(' '));

        Assert.Multiple(() =>
        {
            Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
            foreach (var part in parts)
            {
                Assert.That(result.Output, Does.Contain(part));
            }
        });
    }

    [Test]
    public async Task Version_is_one_line()
    {
        var result = await HostInvocation.RunAsync("--version");

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, Does.Match(@"^proxy \d+\.\d+\.\d+\S*\r?\n$"));
    }
}
