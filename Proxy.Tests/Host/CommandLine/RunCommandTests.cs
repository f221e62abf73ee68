using NUnit.Framework;
using Proxy.Tests.Host.Configuration;

namespace Proxy.Tests.Host.CommandLine;

public class RunCommandTests
{
    [Test]
    public async Task Run_says_where_it_listens_and_where_it_sends_until_it_is_stopped()
    {
        using var host = new RunningHost(
            "run", "--listen", "127.0.0.1:0", "--threads", "1", "--to", "http://127.0.0.1:9001", "--to", "127.0.0.1:9002");

        var line = await host.LineAsync("listening on ");

        Assert.That(line.TrimEnd(), Does.Match(@"^listening on http://127\.0\.0\.1:\d+ → 127\.0\.0\.1:9001, 127\.0\.0\.1:9002$"));
        Assert.That(await host.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Run_reads_a_file()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, ConfigurationSamples.Smallest.Replace(":8080", ":0", StringComparison.Ordinal));
        using var host = new RunningHost("run", "--config", path, "--threads", "1");

        Assert.That(await host.LineAsync("listening on "), Does.Contain("→ 127.0.0.1:9001"));
        Assert.That(await host.StopAsync(), Is.Zero);
        File.Delete(path);
    }

    [Test]
    public async Task Run_does_not_start_on_a_bad_file()
    {
        var result = await HostInvocation.RunAsync("run", "--config", "/nowhere/proxy.json");

        Assert.That(result, Is.EqualTo(new HostInvocation(1, "", $"/nowhere/proxy.json: no such file{Environment.NewLine}")));
    }
}
