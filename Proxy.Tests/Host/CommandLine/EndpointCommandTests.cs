using NUnit.Framework;
using Proxy.Tests.EndToEnd.Reload;

namespace Proxy.Tests.Host.CommandLine;

/// <summary><c>proxy upstreams</c>, <c>drain</c> and the others beside a proxy in this process.</summary>
[Platform("Linux")]
[NonParallelizable]
public class EndpointCommandTests
{
    private const string Valid = """
        { "listeners": { "web": { "address": "127.0.0.1:0" } }, "routes": [ { "upstream": "site" } ],
          "upstreams": { "site": { "endpoints": [ "127.0.0.1:9", { "address": "http://127.0.0.1:10", "weight": 2 } ] } }, "threads": 1 }
        """;

    private readonly ConfigFile _file = new(Valid);
    private RunningHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = new RunningHost("run", "--config", _file.Path);
        await _host.LineAsync("listening on ");
    }

    [TearDown]
    public async Task StopAsync()
    {
        Assert.That(await _host.StopAsync(), Is.Zero);
        _host.Dispose();
    }

    [OneTimeTearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task Upstreams_are_a_table()
    {
        var result = await RunAsync("upstreams");
        Assert.That(result, Is.EqualTo(new HostInvocation(
            0,
            Lines(
                "site",
                "  ENDPOINT             STATE    WEIGHT  IN FLIGHT  WAITING  CONNECTIONS  IDLE",
                "  127.0.0.1:9          serving       1          0        0            0     0",
                "  http://127.0.0.1:10  serving       2          0        0            0     0"),
            "")));
        Assert.That((await RunAsync("upstreams", "site", "--json")).Output, Does.StartWith("{").And.Contain("\"endpoint\": \"127.0.0.1:9\""));
    }

    [Test]
    public async Task Endpoint_is_drained_weighed_added_and_removed()
    {
        Assert.That((await RunAsync("drain", "site", "127.0.0.1:9", "--wait", "5s")).Output, Is.EqualTo(Lines("127.0.0.1:9 drains", "127.0.0.1:9 is idle")));
        Assert.That((await RunAsync("weight", "site", "127.0.0.1:10", "7")).Output, Is.EqualTo(Lines("127.0.0.1:10 has the weight 7")));
        Assert.That((await RunAsync("add", "site", "127.0.0.1:11", "--weight", "3")).Output, Is.EqualTo(Lines("127.0.0.1:11 is there")));
        var shown = (await RunAsync("upstreams", "site")).Output;
        Assert.That(shown, Does.Match("127.0.0.1:9 +draining +1 ").And.Match("127.0.0.1:10 +serving +7 ").And.Match("127.0.0.1:11 +serving +3 "));
        Assert.That((await RunAsync("undrain", "site", "127.0.0.1:9")).Output, Is.EqualTo(Lines("127.0.0.1:9 gets requests again")));
        Assert.That((await RunAsync("remove", "site", "127.0.0.1:11")).Output, Is.EqualTo(Lines("127.0.0.1:11 is gone")));
        Assert.That((await RunAsync("upstreams")).Output, Does.Not.Contain(":11").And.Not.Contain("draining"));
    }

    [TestCase("drain siet 127.0.0.1:9", "proxy: no upstream is named \"siet\"; did you mean \"site\"?")]
    [TestCase("drain site 10.0.0.1:80", "proxy: upstream \"site\": no endpoint is named \"10.0.0.1:80\"")]
    [TestCase("weight site 127.0.0.1:9 0", "1 to 1000")]
    [TestCase("add site nowhere", "is no address")]
    [TestCase("upstreams siet", "proxy: no upstream is named \"siet\"; did you mean \"site\"?")]
    public async Task Mistakes_are_told(string line, string message)
    {
        var result = await RunAsync(line.Split(' '));
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain(message));
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + Environment.NewLine));

    private Task<HostInvocation> RunAsync(params string[] line) => HostInvocation.RunAsync([.. line, "--config", _file.Path]);
}
