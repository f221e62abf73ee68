using NUnit.Framework;

namespace Proxy.Tests.Host.Demo;

public class DemoRunTests
{
    [Test]
    public async Task The_demo_says_what_to_try_until_it_is_stopped()
    {
        using var host = new RunningHost("demo", "--listen", "127.0.0.1:0", "--threads", "1");

        var line = await host.LineAsync("listening on ");
        await host.LineAsync("Ctrl-C ends the demo.");

        Assert.That(line.Split("→")[1].Split(','), Has.Length.EqualTo(3));
        Assert.That(await host.StopAsync(), Is.Zero);
    }
}
