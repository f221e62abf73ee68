using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Endpoints that are drained, added, removed and weighed while requests run.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class UpstreamControlTests(TransportKind kind) : Scenario(kind)
{
    private const string Upstream = "default";

    [Test]
    public async Task Draining_endpoint_finishes_what_it_has_and_gets_nothing_new()
    {
        var release = new SemaphoreSlim(0);
        using var a = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await release.WaitAsync(Patience.Time);
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        using var b = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        await using var proxy = await ProxyFixture.StartAsync(Options(a.Address, b.Address));
        await proxy.Server.Upstreams.DrainAsync(Upstream, b.Address);
        var first = await proxy.ConnectAsync();
        await first.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => a.Requests.Count == 1, "the only one left is asked");
        await proxy.Server.Upstreams.UndrainAsync(Upstream, b.Address);
        await proxy.Server.Upstreams.DrainAsync(Upstream, a.Address);
        Assert.That(StatusOf(proxy, a), Has.Property(nameof(EndpointStatus.State)).EqualTo(EndpointState.Draining).And.Property(nameof(EndpointStatus.InFlight)).EqualTo(1));
        var second = await proxy.ConnectAsync();
        for (var i = 0; i < 6; i++)
        {
            Assert.That((await second.GetAsync()).Text, Is.EqualTo("b"));
        }

        release.Release();
        Assert.That((await first.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        await Patience.UntilAsync(() => StatusOf(proxy, a).InFlight == 0, "nothing is under way on it");
    }

    [Test]
    public async Task Upstream_without_an_endpoint_that_may_be_chosen_says_so()
    {
        using var a = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(a.Address));
        await proxy.Server.Upstreams.DrainAsync(Upstream, a.Address);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(503));
        await proxy.Server.Upstreams.UndrainAsync(Upstream, a.Address);
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Endpoint_that_is_added_is_asked_and_one_that_is_removed_is_let_go()
    {
        using var a = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        using var b = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        var options = Options(a.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await proxy.Server.Upstreams.AddAsync(Upstream, b.Address);
        await proxy.Server.Upstreams.RemoveAsync(Upstream, a.Address);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("b"));
        await Patience.UntilAsync(() => a.Ended == a.Accepted, "its idle connection is closed");
        await proxy.Server.ReloadAsync(options);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("a"), "the configuration's word is the last");
        await Patience.UntilAsync(() => b.Ended == b.Accepted, "and the other is let go");
    }

    [Test]
    public async Task Weight_changes_the_share_until_a_reload()
    {
        using var a = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        using var b = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        var options = Options(a.Address, b.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        await proxy.Server.Upstreams.SetWeightAsync(Upstream, a.Address, 1000);
        Assert.That(StatusOf(proxy, a).Weight, Is.EqualTo(1000));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.GetAsync();
        }

        Assert.That(a.Requests.Count, Is.GreaterThan(15));
        await proxy.Server.ReloadAsync(options);
        Assert.That(StatusOf(proxy, a).Weight, Is.EqualTo(1));
    }

    [Test]
    public async Task Drain_outlives_a_reload()
    {
        using var a = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        using var b = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        var options = Options(a.Address, b.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        await proxy.Server.Upstreams.DrainAsync(Upstream, a.Address);
        await proxy.Server.ReloadAsync(options);
        Assert.That(StatusOf(proxy, a).State, Is.EqualTo(EndpointState.Draining));
    }

    [Test]
    public async Task Mistakes_are_told_and_change_nothing()
    {
        using var a = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(a.Address));
        var upstreams = proxy.Server.Upstreams;
        Assert.That(async () => await upstreams.DrainAsync("defualt", a.Address), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("did you mean \"default\"?"));
        Assert.That(async () => await upstreams.DrainAsync(Upstream, "127.0.0.1:1"), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("no endpoint is named"));
        Assert.That(async () => await upstreams.SetWeightAsync(Upstream, a.Address, 1001), Throws.ArgumentException.With.Message.Contains("1 to 1000"));
        Assert.That(async () => await upstreams.AddAsync(Upstream, a.Address), Throws.ArgumentException.With.Message.Contains("already"));
        Assert.That(async () => await upstreams.AddAsync(Upstream, "nowhere"), Throws.ArgumentException.With.Message.Contains("is no address"));
        Assert.That(upstreams.GetStatus().Single().Endpoints.Single().State, Is.EqualTo(EndpointState.Serving));
    }

    private static EndpointStatus StatusOf(ProxyFixture proxy, ScriptedOrigin origin) =>
        proxy.Server.Upstreams.GetStatus().Single().Endpoints.Single(endpoint => endpoint.Name == origin.Address);
}
