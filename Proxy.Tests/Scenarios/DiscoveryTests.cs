using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;
using Proxy.Tests.Scenarios.Reload;

namespace Proxy.Tests.Scenarios;

/// <summary>Endpoints that come and go at run time: names whose answers change, files that are written anew.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class DiscoveryTests() : ReloadScenario(TransportKind.Managed)
{
    private const string Service = "_http._tcp.web.example";

    private ScriptedDns _dns = null!;

    [SetUp]
    public void StartDns() => _dns = ScriptedDns.Start();

    [TearDown]
    public async Task StopDnsAsync() => await _dns.DisposeAsync();

    [Test]
    public async Task Requests_follow_an_answer_that_changes_and_none_fails()
    {
        using var first = Named("first");
        using var second = Named("second");
        Point(first);
        await using var proxy = await ProxyFixture.StartAsync(Looked($"srv://{Service}"));
        using var end = new CancellationTokenSource();
        var loads = Enumerable.Range(0, 8).Select(_ => LoadAsync(proxy, end.Token)).ToArray();
        await Patience.UntilAsync(() => first.Requests.Count > 100, "the first serves");

        Point(first, second);
        await Patience.UntilAsync(() => second.Requests.Count > 100, "the second serves too");
        Point(second);
        await Patience.UntilAsync(() => IsLeft(proxy, first) && first.Ended == first.Accepted, "the first is left, and its connections are closed");
        var last = first.Requests.Count;
        var seen = second.Requests.Count;
        await Patience.UntilAsync(() => second.Requests.Count > seen + 100, "the second serves alone");
        Assert.That(first.Requests, Has.Count.EqualTo(last), "nothing new goes to what is gone");

        await end.CancelAsync();
        var answers = await Task.WhenAll(loads);
        Assert.That(answers.Sum(), Is.EqualTo(first.Requests.Count + second.Requests.Count));
    }

    [Test]
    public async Task A_request_under_way_on_what_is_gone_is_finished()
    {
        var gate = new TaskCompletionSource();
        using var first = Gated("first", gate.Task);
        using var second = Named("second");
        Point(first);
        await using var proxy = await ProxyFixture.StartAsync(Looked($"srv://{Service}"));
        var slow = await proxy.ConnectAsync();
        await slow.SendAsync(Get);
        await Patience.UntilAsync(() => first.Requests.Count == 1, "the request is there");
        Point(second);
        await Patience.UntilAsync(() => IsLeft(proxy, first), "the first is left");
        gate.SetResult();
        Assert.That((await slow.ReadResponseAsync()).Text, Is.EqualTo("first"));
        Assert.That(await AskAsync(proxy), Is.EqualTo("second"));
        await proxy.UntilAsync(now => now.UpstreamOpen == 1, "its connection is closed");
    }

    [Test]
    public async Task The_lowest_priority_is_asked()
    {
        using var first = Named("first");
        using var second = Named("second");
        Say((first, 20), (second, 10));
        await using var proxy = await ProxyFixture.StartAsync(Looked($"srv://{Service}"));
        for (var i = 0; i < 4; i++)
        {
            Assert.That(await AskAsync(proxy), Is.EqualTo("second"));
        }
    }

    [Test]
    public async Task What_was_found_serves_on_while_dns_is_down()
    {
        using var first = Named("first");
        Point(first);
        var log = new RecordingLog();
        await using var proxy = await ProxyFixture.StartAsync(Looked($"srv://{Service}"), log: log);
        _dns.FailsWith = DnsReply.ServFail;
        await Patience.UntilAsync(() => log.Lines.Any(line => line.Text.Contains("said SERVFAIL; what it said last holds (1 endpoint)")), "the outage is told");
        Assert.That(await AskAsync(proxy), Is.EqualTo("first"));
        _dns.FailsWith = 0;
        await Patience.UntilAsync(() => log.Lines.Any(line => line.Text.Contains("it can be looked up again")), "its end is told");
    }

    [Test]
    public async Task A_reload_goes_on_with_sources_that_stay()
    {
        using var first = Named("first");
        Point(first);
        var options = Looked($"srv://{Service}") with { Limits = new LimitOptions { MaxFields = 99 } };
        options = WithUpstream(options, upstream => upstream with { Resolve = upstream.Resolve with { Interval = TimeSpan.FromHours(1) } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        Assert.That(await AskAsync(proxy), Is.EqualTo("first"));
        var asked = _dns.Asked.Count;
        _dns.IsSilent = true;
        var report = await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { MaxIdleConnections = 7 })).WaitAsync(Patience.Time);
        Assert.That((report.EndpointsKept, report.EndpointsAdded, report.EndpointsRemoved), Is.EqualTo((1, 0, 0)));
        Assert.That(await AskAsync(proxy), Is.EqualTo("first"));
        Assert.That((_dns.Asked.Count, first.Accepted), Is.EqualTo((asked, 1)), "no name was looked up, no connection opened");
    }

    [Test]
    public async Task A_reload_compares_with_what_was_found_since()
    {
        using var first = Named("first");
        using var second = Named("second");
        Point(first);
        var options = Looked($"srv://{Service}");
        await using var proxy = await ProxyFixture.StartAsync(options);
        Point(second);
        await Patience.UntilAsync(() => IsLeft(proxy, first), "the first is left");
        var report = await proxy.Server.ReloadAsync(options);
        Assert.That((report.EndpointsKept, report.EndpointsAdded, report.EndpointsRemoved), Is.EqualTo((1, 0, 0)));
        report = await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { Endpoints = [first.Address] }));
        Assert.That((report.EndpointsKept, report.EndpointsAdded, report.EndpointsRemoved), Is.EqualTo((0, 1, 1)));
        var asked = _dns.Asked.Count;
        Point(first, second);
        Assert.That(await AskAsync(proxy), Is.EqualTo("first"));
        await proxy.Server.StopAsync();
        Assert.That(_dns.Asked, Has.Count.LessThanOrEqualTo(asked + 1), "nobody looks it up any more");
    }

    [Test]
    public async Task A_start_fails_in_time_while_dns_is_down()
    {
        _dns.IsSilent = true;
        var options = WithUpstream(Looked("web.example:80"), upstream => upstream with { Resolve = upstream.Resolve with { Timeout = TimeSpan.FromSeconds(3) } });
        await using var server = ProxyServer.CreateBuilder().Configure(options).Build();
        var failure = await FailureOfAsync(server.StartAsync());
        Assert.That(failure.Message, Is.EqualTo(
            $"upstream \"default\": no name server could tell about \"web.example\": {_dns.Address} did not answer; with \"resolve\": {{ \"required\": false }} the upstream begins without it"));
    }

    [Test]
    public async Task A_wrong_name_fails_the_start()
    {
        await using var server = ProxyServer.CreateBuilder().Configure(Looked("web.example:80")).Build();
        var failure = await FailureOfAsync(server.StartAsync());
        Assert.That(failure.Message, Is.EqualTo("upstream \"default\": the host name \"web.example\" cannot be resolved: no address is known for it"));
    }

    [Test]
    public async Task What_is_not_required_may_be_found_later()
    {
        using var first = Named("first");
        var options = WithUpstream(Looked($"srv://{Service}"), upstream => upstream with { Resolve = upstream.Resolve with { Required = false } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Get)).Status, Is.EqualTo(503));
        Point(first);
        await UntilAnsweredByAsync(proxy, "first");
    }

    [Test]
    public async Task A_file_is_followed()
    {
        using var first = Named("first");
        using var second = Named("second");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $"{first.Address}\n");
            var log = new RecordingLog();
            await using var proxy = await ProxyFixture.StartAsync(Looked($"file://{path}"), log: log);
            Assert.That(await AskAsync(proxy), Is.EqualTo("first"));
            await File.WriteAllTextAsync(path, $"{first.Address} drain\n{second.Address}\n");
            await UntilAnsweredByAsync(proxy, "second");
            Assert.That((await AskAsync(proxy), await AskAsync(proxy)), Is.EqualTo(("second", "second")), "the first drains");
            await File.WriteAllTextAsync(path, $"{first.Address}\nnonsense\n");
            await Patience.UntilAsync(() => log.Lines.Any(line => line.Text.Contains($"{path}:2: \"nonsense\" is no address")), "it is told");
            Assert.That((await AskAsync(proxy), await AskAsync(proxy)), Is.EqualTo(("second", "second")), "the last good one holds");
            await File.WriteAllTextAsync(path, $"{first.Address}\n");
            await UntilAnsweredByAsync(proxy, "first");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool IsLeft(ProxyFixture proxy, ScriptedOrigin origin) =>
        proxy.Server.Workers[0].Generation.Snapshot.Upstreams[0].Group.Members.All(member => $"http://{member.Endpoint.Address}" != origin.Address);

    private static async Task<ProxyStartException> FailureOfAsync(Task start)
    {
        try
        {
            await start.WaitAsync(Patience.Time);
        }
        catch (ProxyStartException exception)
        {
            return exception;
        }

        throw new AssertionException("It should not have started.");
    }

    private static async Task<string> AskAsync(ProxyFixture proxy)
    {
        var client = await proxy.ConnectAsync();
        return (await client.AskAsync(Get)).Text;
    }

    private static async Task UntilAnsweredByAsync(ProxyFixture proxy, string name)
    {
        var client = await proxy.ConnectAsync();
        for (var until = DateTime.UtcNow + Patience.Time; (await client.AskAsync(Get)).Text != name; await Task.Delay(5))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(until), $"{name} answers");
        }
    }

    // Requests one after the other on one connection; how many were answered, all of them well.
    private static async Task<int> LoadAsync(ProxyFixture proxy, CancellationToken end)
    {
        var (client, answers) = (await proxy.ConnectAsync(), 0);
        for (; !end.IsCancellationRequested; answers++)
        {
            Assert.That((await client.AskAsync(Get)).Status, Is.EqualTo(200));
        }

        return answers;
    }

    private ProxyOptions Looked(string endpoint)
    {
        var resolve = new ResolveOptions { Servers = [_dns.Address], MinTtl = TimeSpan.FromMilliseconds(20) };
        return WithUpstream(Options(endpoint), upstream => upstream with { Resolve = resolve });
    }

    private void Point(params IReadOnlyList<ScriptedOrigin> origins) => Say([.. origins.Select(origin => (origin, 10))]);

    private void Say(params IReadOnlyList<(ScriptedOrigin Origin, int Priority)> records) => _dns.Say(Service, DnsRecord.SrvType, new()
    {
        Answers = [.. records.Select(record => DnsRecord.Srv(Service, 0, record.Priority, 1, PortOf(record.Origin), "local.example"))],
        Additionals = [DnsRecord.Of("local.example", 0, "127.0.0.1")],
    });

    private static int PortOf(ScriptedOrigin origin) => int.Parse(origin.Address.Split(':')[^1]);
}
