using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Limits;

/// <summary>How long connections to origins live, and how many are there before anybody asks.</summary>
[TestFixture(TransportKind.Epoll, 1)]
[TestFixture(TransportKind.Epoll, 4)]
[TestFixture(TransportKind.Managed, 1)]
[TestFixture(TransportKind.Managed, 4)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectionLifeTests(TransportKind kind, int loops) : Scenario(kind)
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Test]
    public async Task Connection_that_has_carried_enough_is_closed()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, upstream => upstream with { MaxRequestsPerConnection = 3 }));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 7; i++)
        {
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        }

        Assert.That(origin.Accepted, Is.EqualTo(3));
        await Patience.UntilAsync(() => origin.Ended == 2, "the first two are closed");
    }

    [Test]
    public async Task Idle_connection_that_is_old_is_closed()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, upstream => upstream with { MaxConnectionAge = TimeSpan.FromSeconds(10) }), new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        for (var time = 0; time < 8; time++)
        {
            // Use does not make it younger.
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            await client.GetAsync();
        }

        Assert.That((origin.Accepted, proxy.Statistics.UpstreamIdle), Is.EqualTo((1, 1)));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(2.2));
        await proxy.UntilAsync(now => now.UpstreamOpen == 0, "its time is over");
    }

    [Test]
    public async Task Busy_connection_that_is_old_ends_with_its_request()
    {
        var gate = new SemaphoreSlim(0);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await gate.WaitAsync(Patience.Time);
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        await using var proxy = await ProxyFixture.StartAsync(With(origin, upstream => upstream with { MaxConnectionAge = TimeSpan.FromSeconds(10) }), new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the origin is asked");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.That(proxy.Statistics.UpstreamOpen, Is.EqualTo(1));
        gate.Release();
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        await proxy.UntilAsync(now => now.UpstreamOpen == 0, "it is not used again");
    }

    [Test]
    public async Task Connections_opened_at_once_do_not_end_at_once()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = With(origin, upstream => upstream with { MinIdleConnections = 16, MaxConnectionAge = TimeSpan.FromSeconds(1000) });
        await using var proxy = await ProxyFixture.StartAsync(options with { Timeouts = new() { UpstreamPoolIdle = TimeSpan.FromHours(1) } }, new ManualClock());
        await proxy.UntilAsync(now => now.UpstreamIdle == 16, "they are opened");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(899));
        Assert.That((proxy.Statistics.UpstreamConnects, proxy.Statistics.UpstreamIdle), Is.EqualTo((16, 16)));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(50));
        await proxy.UntilAsync(now => now.UpstreamIdle == 16, "those that ended are followed by others");

        // By chance all or none would be once in 30,000 runs; the lots differ by loop and start.
        Assert.That(proxy.Statistics.UpstreamConnects, Is.InRange(17, 31));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(52));
        await proxy.UntilAsync(now => now.UpstreamIdle == 16 && now.UpstreamConnects == 32, "so are all");
    }

    [Test]
    public async Task Connections_are_open_before_anybody_asks_and_stay()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, upstream => upstream with { MinIdleConnections = 5 }), new ManualClock());
        await proxy.UntilAsync(now => now.UpstreamIdle == 5, "they are opened");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(61));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(61));
        await proxy.SettleAsync();
        Assert.That((proxy.Statistics.UpstreamConnects, proxy.Statistics.UpstreamIdle), Is.EqualTo((5, 5)), "no idle time ends them");
        await Patience.UntilAsync(() => origin.Accepted == 5, "the origin knows of all");
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        Assert.That(proxy.Statistics.UpstreamReused, Is.EqualTo(1));
        origin.Connections[0].Reset();
        await Patience.UntilAsync(() => origin.Accepted > 5 && proxy.Statistics.UpstreamIdle >= 5, "one that ends is followed by another");
    }

    [Test]
    public async Task Origin_that_refuses_is_tried_again_after_a_pause()
    {
        var address = ScriptedOrigin.Refusing();
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Options(address), upstream => upstream with { MinIdleConnections = 2 }), new ManualClock());
        await proxy.UntilAsync(now => now.UpstreamConnects == 2 && now.UpstreamOpen == 0, "both are refused");
        await proxy.SettleAsync();
        Assert.That(proxy.Statistics.UpstreamConnects, Is.EqualTo(2), "it waits before it tries again");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1.2));
        await proxy.UntilAsync(now => now.UpstreamConnects == 4 && now.UpstreamOpen == 0, "it tries again");
    }

    [Test]
    public async Task Endpoint_that_is_removed_keeps_none()
    {
        using var origin = ScriptedOrigin.Answering();
        using var other = ScriptedOrigin.Answering();
        var options = With(origin, upstream => upstream with { MinIdleConnections = 4 });
        await using var proxy = await ProxyFixture.StartAsync(options);
        await proxy.UntilAsync(now => now.UpstreamIdle == 4, "they are opened");
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { Endpoints = [other.Address] }));
        await Patience.UntilAsync(() => origin.Ended == 4 && other.Accepted == 4, "the other's are open in their place");
        Assert.That(origin.Accepted, Is.EqualTo(4));
    }

    private ProxyOptions With(ScriptedOrigin origin, Func<UpstreamOptions, UpstreamOptions> change) =>
        WithUpstream(Options(origin.Address), change) with { Transport = new() { Threads = loops, Kind = Kind } };
}
