using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>When a reload is possible, what it refuses, and what it leaves behind.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadLifeTests(TransportKind kind) : ReloadScenario(kind)
{
    [Test]
    public async Task Options_that_cannot_be_run_change_nothing()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var wanted = options with { Limits = new LimitOptions { MaxFields = 0 }, Routes = [new RouteOptions { Upstream = "nobody" }] };
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => proxy.Server.ReloadAsync(wanted));
        Assert.That(refused!.Errors.Select(error => error.Path), Is.EqualTo(new[] { "routes[0].upstream", "limits.maxFields" }));
        Assert.That(proxy.Server.Options, Is.SameAs(options));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Name_that_is_not_found_changes_nothing()
    {
        using var origin = Named("x");
        await using var proxy = await ProxyFixture.StartAsync(To("a", origin.Address));
        Assert.That(
            () => proxy.Server.ReloadAsync(To("b", "http://nobody.invalid:80")),
            Throws.InstanceOf<ProxyStartException>().With.Message.Contains("nobody.invalid"));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task What_waits_for_a_restart_is_said_and_the_rest_holds()
    {
        using var origin = Named("x");
        using var other = Named("y");
        using var log = new RecordingLog();
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options, log: log);
        var report = await proxy.Server.ReloadAsync(To("b", other.Address) with { Transport = new TransportOptions { Threads = 3 } });
        Assert.That(report.NeedsRestart, Is.EqualTo(new[] { "threads", "transport" }));
        Assert.That(log.Lines.Single(line => line.Level == LogLevel.Warning).Text, Does.Contain("restart: threads, transport"));
        Assert.That((proxy.Server.Options.Transport, proxy.Server.Workers), Is.EqualTo((options.Transport, proxy.Server.Workers)));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("y"));
    }

    [Test]
    public async Task Only_a_running_proxy_reloads()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var server = ProxyServer.CreateBuilder().Configure(options).Build();
        Assert.That(() => server.ReloadAsync(options), Throws.InvalidOperationException);
        await server.StartAsync();
        await server.ReloadAsync(options);
        await server.StopAsync();
        Assert.That(() => server.ReloadAsync(options), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Canceled_reload_changes_nothing()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        Assert.That(
            () => proxy.Server.ReloadAsync(To("b", origin.Address), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(proxy.Server.Options, Is.SameAs(options));
    }

    [Test]
    public async Task Reloads_at_one_time_happen_one_after_another()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address) with { Listeners = [Listening("web")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var reloads = Enumerable.Range(0, 40).Select(i => Task.Run(() => proxy.Server.ReloadAsync(
            options with { Listeners = [Listening("web"), .. Enumerable.Range(0, i % 4).Select(n => Listening($"more{n}"))] })));
        var reports = await Task.WhenAll(reloads);
        var open = reports.Sum(report => report.ListenersOpened.Count - report.ListenersClosed.Count);
        Assert.That(proxy.Server.Addresses, Has.Count.EqualTo(1 + open));
        Assert.That(proxy.Server.Addresses.Keys, Is.EqualTo(proxy.Server.Options.Listeners.Select(listener => listener.Name)));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Stop_in_the_middle_of_reloads_ends_both_in_order([Range(0, 9)] int stopAfter)
    {
        using var origin = Named("x");
        var options = To("a", origin.Address) with { Listeners = [Listening("web")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var done = 0;
        var reloading = Task.Run(async () =>
        {
            try
            {
                for (; ; done++)
                {
                    await proxy.Server.ReloadAsync(options with { Listeners = [Listening("web"), Listening($"more{done}")] });
                }
            }
            catch (Exception exception)
            {
                return exception;
            }
        });
        await Patience.UntilAsync(() => Volatile.Read(ref done) >= stopAfter, "some reloads are done");
        await proxy.Server.StopAsync().WaitAsync(Patience.Time);
        Assert.That(await reloading.WaitAsync(Patience.Time), Is.InstanceOf<InvalidOperationException>().Or.InstanceOf<OperationCanceledException>());
        foreach (var address in proxy.Server.Addresses.Values)
        {
            Assert.That(() => RawClient.ConnectAsync(address), Throws.Exception, "nothing listens any more");
        }
    }

    [Test]
    public async Task A_thousand_reloads_leave_nothing_behind()
    {
        const int reloads = 1000;
        using var x = new LightOrigin("x");
        using var y = new LightOrigin("y");
        var one = To("a", x.Address) with { Listeners = [Listening("web")] };
        var two = one with
        {
            Listeners = [Listening("web"), Listening("more")],
            Upstreams = [.. one.Upstreams, new UpstreamOptions { Name = "b", Endpoints = [y.Address] }],
            Routes = [.. one.Routes, .. Enumerable.Range(0, 100).Select(i => new RouteOptions { Path = $"/p{i}/*", Upstream = "b" })],
        };
        await using var proxy = await ProxyFixture.StartAsync(one);
        var client = await proxy.ConnectAsync();
        var (early, descriptors) = (0L, 0);
        for (var i = 1; i <= reloads; i++)
        {
            await proxy.Server.ReloadAsync(i % 2 == 1 ? two : one);
            Assert.That((await client.GetAsync("/p7/")).Text, Is.EqualTo(i % 2 == 1 ? "y" : "x"));
            if (i == reloads / 10)
            {
                (early, descriptors) = (GC.GetTotalMemory(forceFullCollection: true), CountDescriptors());
            }
        }

        Assert.That(x.Accepted, Is.EqualTo(1), "connections to the endpoint that stays");
        Assert.That(y.Accepted, Is.EqualTo(reloads / 2), "connections to the one that comes and goes");
        Assert.That(proxy.Server.Workers.Sum(worker => worker.Pools.Count), Is.LessThanOrEqualTo(3), "pools of endpoints that are gone are let go");
        await Patience.UntilAsync(() => y.Ended == reloads / 2, "connections to endpoints that are gone end");
        await Patience.UntilAsync(() => CountDescriptors() <= descriptors + 8, "descriptors are given back");
        var late = GC.GetTotalMemory(forceFullCollection: true);
        TestContext.Out.WriteLine($"{early / 1024} KiB after a hundred, {late / 1024} KiB after a thousand");
        Assert.That(late - early, Is.LessThan(1024 * 1024), "bytes that grew from the hundredth to the thousandth");
    }

    private static int CountDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
