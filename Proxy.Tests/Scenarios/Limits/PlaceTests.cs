using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Limits;

/// <summary>Places at an endpoint, for requests and for connections, over all loops.</summary>
[TestFixture(TransportKind.Epoll, 1)]
[TestFixture(TransportKind.Epoll, 4)]
[TestFixture(TransportKind.Managed, 1)]
[TestFixture(TransportKind.Managed, 4)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlaceTests(TransportKind kind, int loops) : Scenario(kind)
{
    private const int Clients = 16; // spread over the loops
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly SemaphoreSlim _answers = new(0);
    private int _inside;
    private int _most;

    [Test]
    public async Task No_more_requests_are_with_an_endpoint_than_it_may_have([Values(1, 3)] int most)
    {
        using var origin = Counting();
        await using var proxy = await ProxyFixture.StartAsync(Bounded(origin, upstream => upstream with { MaxRequests = most }));
        var clients = await CrowdAsync(proxy);
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == most && WaitingIn(proxy) == Clients - most, "all but those wait");
        _answers.Release(Clients * 10);
        for (var round = 0; round < 10; round++)
        {
            foreach (var client in clients)
            {
                Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
                if (round < 9)
                {
                    await client.SendAsync(Get);
                }
            }
        }

        Assert.That((_most, WaitingIn(proxy)), Is.EqualTo((most, 0)));
    }

    [Test]
    public async Task No_more_connections_are_open_than_may_be([Values(1, 3)] int most)
    {
        using var origin = Counting();
        await using var proxy = await ProxyFixture.StartAsync(Bounded(origin, upstream => upstream with { MaxConnections = most }));
        var clients = await CrowdAsync(proxy);
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == most && WaitingIn(proxy) == Clients - most, "all but those wait");
        Assert.That(proxy.Statistics.UpstreamOpen, Is.EqualTo(most));
        _answers.Release(Clients);
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        }

        Assert.That((_most, WaitingIn(proxy)), Is.EqualTo((most, 0)));
        Assert.That(proxy.Statistics.UpstreamOpen, Is.LessThanOrEqualTo(most));
    }

    // Nothing else happens meanwhile: who waited for the idle connection's own end would wait for a minute.
    [Test]
    public async Task Connection_that_is_idle_on_another_loop_makes_room()
    {
        using var origin = Counting();
        _answers.Release(100);
        await using var proxy = await ProxyFixture.StartAsync(Bounded(origin, upstream => upstream with { MaxConnections = 1 }));
        var clients = new RawClient[4];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        for (var i = 0; i < 5 * clients.Length; i++)
        {
            Assert.That((await clients[i % clients.Length].GetAsync()).Status, Is.EqualTo(200));
        }

        Assert.That(proxy.Statistics.UpstreamOpen, Is.EqualTo(1));
    }

    [Test]
    public async Task Full_endpoint_is_left_out_while_another_has_room()
    {
        using var slow = Counting();
        using var other = ScriptedOrigin.Answering();
        var options = Options(slow.Address, other.Address) with { Transport = new() { Threads = loops, Kind = Kind } };
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(options, upstream => upstream with { MaxRequests = 1 }));
        var clients = new List<RawClient>();
        for (var i = 0; Volatile.Read(ref _inside) == 0; i++)
        {
            Assert.That(i, Is.LessThan(10), "every second request goes to the first");
            clients.Add(await proxy.ConnectAsync());
            await clients[^1].SendAsync(Get);
            await Patience.UntilAsync(() => Volatile.Read(ref _inside) + other.Requests.Count == i + 1, "it is somewhere");
        }

        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        }

        Assert.That(WaitingIn(proxy), Is.Zero);
        _answers.Release();
        Assert.That((await clients[^1].ReadResponseAsync()).Status, Is.EqualTo(200));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Who_finds_no_room_is_told_when_to_come_again(bool withPage)
    {
        using var origin = Counting();
        var options = Bounded(origin, upstream => upstream with { MaxRequests = 1, MaxQueuedRequests = 0, RetryAfter = TimeSpan.FromSeconds(6.5) });
        options = withPage ? options with { ErrorPages = [new() { Status = "503", Body = "later"u8.ToArray() }] } : options;
        await using var proxy = await ProxyFixture.StartAsync(options);
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == 1, "the place is taken");
        var second = await proxy.ConnectAsync();
        var refused = await second.GetAsync();
        Assert.That((refused.Status, refused.Field("Retry-After")), Is.EqualTo((503, "7")));
        await proxy.UntilAsync(now => now.Errors.ContainsKey(ProxyError.UpstreamQueueFull), "it is counted");
        _answers.Release(2);
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await second.GetAsync()).Field("Retry-After"), Is.Null, "the connection was kept");
    }

    [Test]
    public async Task Who_waits_for_room_too_long_or_goes_leaves_nothing_behind()
    {
        using var origin = Counting();
        await using var proxy = await ProxyFixture.StartAsync(Bounded(origin, upstream => upstream with { MaxRequests = 1 }), new ManualClock());
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == 1, "the place is taken");
        var gone = await proxy.ConnectAsync();
        await gone.SendAsync(Get);
        var late = await proxy.ConnectAsync();
        var answer = late.GetAsync();
        await Patience.UntilAsync(() => WaitingIn(proxy) == 2, "both wait");
        gone.Reset();
        await Patience.UntilAsync(() => WaitingIn(proxy) == 1, "one is gone");
        Assert.That((await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(0.5))).TotalSeconds, Is.InRange(5, 6.5));
        Assert.That(((await answer).Status, (await answer).Field("Retry-After")), Is.EqualTo((503, "1")));
        _answers.Release(2);
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await late.GetAsync()).Status, Is.EqualTo(200), "the place is free again");
    }

    [Test]
    public async Task Bound_that_is_raised_lets_those_in_who_wait()
    {
        using var origin = Counting();
        var options = Bounded(origin, upstream => upstream with { MaxRequests = 1 });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var clients = await CrowdAsync(proxy);
        await Patience.UntilAsync(() => WaitingIn(proxy) == Clients - 1, "all but one wait");
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { MaxRequests = 5 }));
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == 5, "four more are let in");
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { MaxRequests = null }));
        await Patience.UntilAsync(() => Volatile.Read(ref _inside) == Clients, "all are");
        _answers.Release(Clients);
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        }
    }

    private static int WaitingIn(ProxyFixture proxy) => proxy.Server.Upstreams.GetStatus()[0].Endpoints.Sum(endpoint => endpoint.Waiting);

    private static async Task<RawClient[]> CrowdAsync(ProxyFixture proxy)
    {
        var clients = new RawClient[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = await proxy.ConnectAsync();
            await clients[i].SendAsync(Get);
        }

        return clients;
    }

    private ProxyOptions Bounded(ScriptedOrigin origin, Func<UpstreamOptions, UpstreamOptions> change) =>
        WithUpstream(Options(origin.Address), change) with { Transport = new() { Threads = loops, Kind = Kind } };

    // Counts who is with it, and answers one for each release.
    private ScriptedOrigin Counting() => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.NextAsync() is not null)
        {
            var now = Interlocked.Increment(ref _inside);
            lock (_answers)
            {
                _most = Math.Max(_most, now);
            }

            await _answers.WaitAsync(Patience.Time);
            Interlocked.Decrement(ref _inside);
            await connection.SendAsync(OriginConnection.Hello);
        }
    });
}
