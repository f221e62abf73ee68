using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>What endpoints and their pools see of a reload.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadUpstreamTests(TransportKind kind) : ReloadScenario(kind)
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Connection_to_an_endpoint_that_stays_is_used_on()
    {
        using var origin = Named("x");
        using var other = Named("y");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        var changed = options with
        {
            Routes = [new RouteOptions { Path = "/y", Upstream = "b" }, new RouteOptions { Upstream = "a" }],
            Upstreams =
            [
                new UpstreamOptions { Name = "b", Endpoints = [other.Address] },
                options.Upstreams[0] with { MaxConnections = 7, Endpoints = [new EndpointOptions { Address = origin.Address, Weight = 9 }] },
            ],
            Timeouts = new TimeoutOptions { KeepAlive = TimeSpan.FromSeconds(1) },
        };
        var report = await proxy.Server.ReloadAsync(changed);
        Assert.That((report.EndpointsKept, report.EndpointsAdded, report.EndpointsRemoved), Is.EqualTo((1, 1, 0)));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
        Assert.That((await client.GetAsync("/y")).Text, Is.EqualTo("y"));
        Assert.That((proxy.Statistics.UpstreamConnects, proxy.Statistics.UpstreamReused), Is.EqualTo((2, 1)));
        report = await proxy.Server.ReloadAsync(options);
        Assert.That((report.EndpointsKept, report.EndpointsAdded, report.EndpointsRemoved), Is.EqualTo((1, 0, 1)));
        Assert.That((await client.GetAsync("/y")).Text, Is.EqualTo("x"));
        Assert.That(origin.Accepted, Is.EqualTo(1));
        await Patience.UntilAsync(() => other.Ended == 1, "the idle connection to the other is closed");
        Assert.That((proxy.Statistics.UpstreamOpen, proxy.Statistics.UpstreamIdle), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Turns_go_on_where_they_were()
    {
        using var x = Named("x");
        using var y = Named("y");
        var options = InTurn(To("a", x.Address, y.Address));
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
        await proxy.Server.ReloadAsync(options with { Limits = new LimitOptions { MaxFields = 50 } });
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("y"));
        await proxy.Server.ReloadAsync(options);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Higher_cap_lets_those_in_the_queue_go_at_once()
    {
        using var origin = Gated("x", _gate.Task);
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(options, upstream => upstream with { MaxConnections = 1 }));
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await proxy.ConnectAsync());
            await clients[i].SendAsync(Get);
        }

        await proxy.UntilAsync(now => now.Requests == 3 && origin.Requests.Count == 1, "two wait for the one");
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { MaxConnections = 2 }));
        await Patience.UntilAsync(() => origin.Requests.Count == 2, "one of them has its own");
        await proxy.SettleAsync();
        Assert.That(origin.Accepted, Is.EqualTo(2));
        _gate.SetResult();
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("x"));
        }
    }

    [Test]
    public async Task Lower_caps_close_what_is_idle_past_them_and_what_is_busy_when_it_comes_back([Values] bool idle)
    {
        using var origin = Gated("x", _gate.Task);
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await proxy.ConnectAsync());
            await clients[i].SendAsync(Get);
        }

        await Patience.UntilAsync(() => origin.Requests.Count == 3, "three are busy");
        var lower = WithUpstream(options, upstream => idle ? upstream with { MaxIdleConnections = 1 } : upstream with { MaxConnections = 1 });
        if (!idle)
        {
            await proxy.Server.ReloadAsync(lower);
        }

        _gate.SetResult();
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("x"));
        }

        if (idle)
        {
            await proxy.UntilAsync(now => now.UpstreamIdle == 3, "three are idle");
            await proxy.Server.ReloadAsync(lower);
        }

        await proxy.UntilAsync(now => now is { UpstreamOpen: 1, UpstreamIdle: 1 }, "one is left");
        await Patience.UntilAsync(() => origin.Ended == 2, "two are closed");
    }

    [Test]
    public async Task Address_named_twice_is_two_endpoints_before_and_after()
    {
        using var origin = Named("x");
        var options = InTurn(To("a", origin.Address, origin.Address));
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.GetAsync();
        Assert.That(origin.Accepted, Is.EqualTo(2));
        var report = await proxy.Server.ReloadAsync(options);
        Assert.That((report.EndpointsKept, report.EndpointsAdded), Is.EqualTo((2, 0)));
        await client.GetAsync();
        await client.GetAsync();
        Assert.That(origin.Accepted, Is.EqualTo(2));
        Assert.That((await proxy.Server.ReloadAsync(To("a", origin.Address))).EndpointsRemoved, Is.EqualTo(1));
        await proxy.UntilAsync(now => now.UpstreamOpen == 1, "one pool is gone");
    }
}
