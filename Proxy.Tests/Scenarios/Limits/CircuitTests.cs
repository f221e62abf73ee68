using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Limits;

/// <summary>An upstream that fails as a whole is let alone for a while.</summary>
[TestFixture(TransportKind.Epoll, 1)]
[TestFixture(TransportKind.Epoll, 4)]
[TestFixture(TransportKind.Managed, 1)]
[TestFixture(TransportKind.Managed, 4)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CircuitTests(TransportKind kind, int loops) : Scenario(kind)
{
    private const string Failing = "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n";

    private volatile string _answer = Failing;

    [Test]
    public async Task Nobody_is_asked_while_it_is_open_and_a_few_before_it_is_closed()
    {
        using var origin = Moody();
        await using var proxy = await ProxyFixture.StartAsync(Broken(origin.Address), new ManualClock());
        var clients = new RawClient[4];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.That((await clients[i].GetAsync()).Status, Is.EqualTo(500));
        }

        Assert.That(CircuitOf(proxy), Is.EqualTo(CircuitState.Open));
        foreach (var client in clients)
        {
            var refused = await client.GetAsync();
            Assert.That((refused.Status, refused.Field("Retry-After")), Is.EqualTo((503, "5")));
        }

        Assert.That(origin.Requests, Has.Count.EqualTo(3));
        await proxy.UntilAsync(now => now.Errors[ProxyError.UpstreamCircuitOpen] == 4, "all four are counted");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(2.5));
        Assert.That((await clients[0].GetAsync()).Field("Retry-After"), Is.EqualTo("3"));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(2.6));
        _answer = OriginConnection.Hello;
        Assert.That((await clients[1].GetAsync()).Status, Is.EqualTo(200));
        Assert.That(CircuitOf(proxy), Is.EqualTo(CircuitState.HalfOpen));
        Assert.That((await clients[2].GetAsync()).Status, Is.EqualTo(200));
        Assert.That(CircuitOf(proxy), Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Endpoints_that_cannot_be_reached_open_it()
    {
        await using var proxy = await ProxyFixture.StartAsync(Broken(ScriptedOrigin.Refusing()), new ManualClock());
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(502));
        }

        Assert.That((await client.GetAsync()).Status, Is.EqualTo(503));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5.1));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(502), "one is let through");
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(503), "and opens it again");
    }

    [Test]
    public async Task Client_that_goes_says_nothing_about_the_upstream()
    {
        using var silent = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.NextAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Broken(silent.Address));
        for (var i = 0; i < 5; i++)
        {
            var client = await proxy.ConnectAsync();
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await Patience.UntilAsync(() => silent.Requests.Count == i + 1, "the origin is asked");
            client.Reset();
            await proxy.UntilAsync(now => now.OpenConnections == 0, "the client is gone");
        }

        Assert.That(CircuitOf(proxy), Is.EqualTo(CircuitState.Closed));
    }

    private static CircuitState? CircuitOf(ProxyFixture proxy) => proxy.Server.Upstreams.GetStatus()[0].Circuit;

    private ProxyOptions Broken(string origin) => WithUpstream(
        Options(origin) with { Transport = new() { Threads = loops, Kind = Kind } },
        upstream => upstream with
        {
            Retry = new() { Attempts = 1 },
            CircuitBreaker = new() { Failures = 3, OpenFor = TimeSpan.FromSeconds(5), HalfOpenRequests = 2 },
        });

    private ScriptedOrigin Moody() => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.NextAsync() is not null)
        {
            await connection.SendAsync(_answer);
        }
    });
}
