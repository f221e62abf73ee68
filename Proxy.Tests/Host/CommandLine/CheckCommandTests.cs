using NUnit.Framework;
using Proxy.Host.CommandLine;
using Proxy.Tests.Host.Configuration;

namespace Proxy.Tests.Host.CommandLine;

public class CheckCommandTests
{
    private string _path = "";

    [SetUp]
    public void CreateFile() => _path = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task A_good_file_is_summed_up_in_one_line()
    {
        await File.WriteAllTextAsync(_path, ConfigurationSamples.EveryKey);

        var result = await HostInvocation.RunAsync("check", "--config", _path);

        Assert.That(result, Is.EqualTo(new HostInvocation(
            0, $"{_path}: fit to run: 2 listeners, 2 routes, 1 upstream, 2 endpoints{Environment.NewLine}", "")));
    }

    [Test]
    public async Task A_bad_file_has_every_error_in_a_line_of_its_own()
    {
        await File.WriteAllTextAsync(_path, ConfigurationSamples.With("\"threads\": 0, \"limit\": 1"));

        var result = await HostInvocation.RunAsync("check", "--config", _path);

        Assert.That(result, Is.EqualTo(new HostInvocation(
            1,
            "",
            $"{_path}:1:14: threads: 0 is out of range: 1 to 256 is allowed{Environment.NewLine}" +
            $"{_path}:1:17: limit: unknown key \"limit\"; did you mean \"limits\"?{Environment.NewLine}")));
    }

    [Test]
    public async Task Warnings_are_told_and_fail_the_check()
    {
        await File.WriteAllTextAsync(_path, ConfigurationSamples.Smallest.Replace("[ { \"up", "[ { \"upstream\": \"site\" }, { \"up", StringComparison.Ordinal));

        var result = await HostInvocation.RunAsync("check", "--config", _path);

        var warning = "2:39: warning: routes[1]: never reached: another route goes first and takes every request of this one";
        Assert.That(result, Is.EqualTo(new HostInvocation(
            1,
            $"{_path}: can be run, but has 1 warning: 1 listener, 2 routes, 1 upstream, 1 endpoint{Environment.NewLine}",
            $"{_path}:{warning} (routes[0], {_path}:2:15){Environment.NewLine}")));
    }

    [Test]
    public void The_example_in_the_help_is_fit_to_run()
    {
        var example = CheckCommand.Examples;
        var json = example[example.IndexOf('{', StringComparison.Ordinal)..(example.LastIndexOf('}') + 1)];

        Assert.That(ConfigurationSamples.Valid(json).Routes, Has.Count.EqualTo(1));
    }
}
