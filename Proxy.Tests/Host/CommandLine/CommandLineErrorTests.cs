using NUnit.Framework;

namespace Proxy.Tests.Host.CommandLine;

public class CommandLineErrorTests
{
    [TestCase("", "a command is needed: run, check, explain, schema, reload, status, upstreams, demo, drain, undrain, weight, add, remove")]
    [TestCase("rum", "no command is named \"rum\"; did you mean \"run\"?")]
    [TestCase("--versoin", "no option is named \"--versoin\"; did you mean \"--version\"?")]
    [TestCase("--to a:1", "\"--to\" belongs behind a command: proxy run --to …")]
    public async Task Of_the_whole(string line, string error) => await AssertErrorAsync(line, error, "Try \"proxy --help\".");

    [TestCase("run", "nowhere to send requests: give --to http://HOST:PORT, or --config FILE")]
    [TestCase("run --listen 127.0.0.1:0", "nowhere to send requests: give --to http://HOST:PORT, or --config FILE")]
    [TestCase("run --to", "Required argument missing for option: '--to'.")]
    [TestCase("run --to a:1 b:1", "\"b:1\" is not expected here")]
    [TestCase("run --thread 3", "no option is named \"--thread\"; did you mean \"--threads\"?")]
    [TestCase("run --to a:1 --threads x", "--threads: a whole number is needed, found \"x\"")]
    [TestCase("run --to a:1 --threads 0", "--threads: 0 is out of range: 1 to 256 is allowed")]
    [TestCase("run --to a:1 --threads 1 --threads 2", "Option '--threads' expects a single argument but 2 were provided.")]
    [TestCase("run --to a:1 --transport epol", "--transport: no transport is named \"epol\"; did you mean \"epoll\"?")]
    [TestCase("run --to http://a/path", "--to: \"http://a/path\": a path is not allowed here; requests keep their own")]
    [TestCase("run --to https://a", "--to: \"https://a\": this version speaks plain HTTP to origins; use http://host:port or unix:/path")]
    [TestCase("run --to a:1 --listen a:1 --listen a:1", "--listen: a:1 is already taken by listener \"listen1\"")]
    [TestCase("run --config f --to a:1", "--to and --config exclude each other: the file says where to listen and where to send")]
    [TestCase("run --config f --listen a:1", "--listen and --config exclude each other: the file says where to listen and where to send")]
    public async Task Of_run(string line, string error) => await AssertErrorAsync(line, error, "Try \"proxy run --help\".");

    [TestCase("check", "Option '--config' is required.")]
    [TestCase("check proxy.json", "\"proxy.json\" is not expected here")]
    public async Task Of_check(string line, string error) => await AssertErrorAsync(line, error, "Try \"proxy check --help\".");

    [TestCase("demo --listen 1:2:3:x", "--listen: \"1:2:3:x\" is no address: ")]
    [TestCase("demo --to a:1", "no option is named \"--to\"")]
    public async Task Of_demo(string line, string error) => await AssertErrorAsync(line, error, "Try \"proxy demo --help\".");

    private static async Task AssertErrorAsync(string line, string error, string hint)
    {
        var result = await HostInvocation.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error.Split(Environment.NewLine), Has.Length.EqualTo(3));
            Assert.That(result.Error, Does.StartWith($"proxy: {error}").And.EndsWith($"{Environment.NewLine}{hint}{Environment.NewLine}"));
        });
    }
}
