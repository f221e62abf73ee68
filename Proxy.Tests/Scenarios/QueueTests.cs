using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Requests that wait for a connection to their origin.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QueueTests(TransportKind kind) : Scenario(kind)
{
    private const int Crowd = 10_000;
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly TaskCompletionSource _gate = new();

    [Test]
    public async Task Ten_thousand_waiters_share_one_connection()
    {
        using var origin = Gated();
        await using var proxy = await ProxyFixture.StartAsync(OneConnection(origin, Crowd));
        var pipes = await CrowdAsync(proxy);
        _gate.SetResult();
        foreach (var pipe in pipes)
        {
            Assert.That(await pipe.ReadStatusAsync(), Is.EqualTo(200));
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
        await EndAsync(pipes);
    }

    [Test]
    public async Task Ten_thousand_waiters_are_told_when_the_origin_goes([Values(AddressKind.IPv4, AddressKind.Unix)] AddressKind behind)
    {
        using var origin = Gated(behind);
        await using var proxy = await ProxyFixture.StartAsync(OneConnection(origin, Crowd));
        var pipes = await CrowdAsync(proxy);
        origin.Dispose();
        _gate.SetResult();
        foreach (var pipe in pipes)
        {
            Assert.That(await pipe.ReadStatusAsync(), Is.EqualTo(502));
        }

        await EndAsync(pipes);
    }

    [Test]
    public async Task Full_queue_is_503_at_once()
    {
        using var origin = Gated();
        await using var proxy = await ProxyFixture.StartAsync(OneConnection(origin, queue: 1));
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the connection is taken");
        var second = await proxy.ConnectAsync();
        await second.SendAsync(Get);
        await proxy.UntilAsync(now => now.Requests == 2, "the place in the queue is taken");
        var third = await proxy.ConnectAsync();
        Assert.That((await third.GetAsync()).Status, Is.EqualTo(503));
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.UpstreamQueueFull));
        _gate.SetResult();
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await second.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await third.GetAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Waiting_too_long_is_503_after_5_s()
    {
        using var origin = Gated();
        await using var proxy = await ProxyFixture.StartAsync(OneConnection(origin, queue: 10), new ManualClock());
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the connection is taken");
        var second = await proxy.ConnectAsync();
        var answer = second.GetAsync();
        await proxy.UntilAsync(now => now.Requests == 2, "the request waits");
        var time = await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(0.5));
        Assert.That(time.TotalSeconds, Is.InRange(5, 6.5));
        Assert.That((await answer).Status, Is.EqualTo(503));
        _gate.SetResult();
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Waiter_that_is_gone_leaves_the_queue()
    {
        using var origin = Gated();
        await using var proxy = await ProxyFixture.StartAsync(OneConnection(origin, queue: 10), new ManualClock());
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the connection is taken");
        var second = await proxy.ConnectAsync();
        await second.SendAsync(Get);
        await proxy.UntilAsync(now => now.Requests == 2, "the request waits");
        second.Reset();
        await proxy.UntilAsync(now => now.OpenConnections == 1, "its connection ends");
        _gate.SetResult();
        Assert.That((await first.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await first.GetAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Accepted, Is.EqualTo(1), "nothing was spent on the one that left");
    }

    [Test]
    public async Task Queue_survives_a_waiter_whose_own_connection_is_long_in_coming()
    {
        using var full = new FullListener(acceptFirst: true);
        var options = WithUpstream(Options(full.Address), upstream => upstream with { MaxConnections = 1, Retry = new RetryOptions { Attempts = 1 } });
        options = options with { Timeouts = new TimeoutOptions { UpstreamQueue = TimeSpan.FromSeconds(5), UpstreamConnect = TimeSpan.FromSeconds(20) } };
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        var clients = new RawClient[4];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = await proxy.ConnectAsync();
            await clients[i].SendAsync(Get);
            await proxy.UntilAsync(now => now.Requests == i + 1, "the request is in");
        }

        await full.AnswerFirstAndCloseAsync();
        Assert.That((await clients[0].ReadResponseAsync()).Status, Is.EqualTo(200));
        await proxy.UntilAsync(now => now.UpstreamConnects == 2, "the first waiter opens a connection of its own");
        Assert.That((await proxy.AdvanceUntilAsync(clients[2].ReadResponseAsync(), TimeSpan.FromSeconds(0.5))).TotalSeconds, Is.InRange(5, 6.5));
        Assert.That((await clients[3].ReadResponseAsync()).Status, Is.EqualTo(503));
        var last = clients[1].ReadResponseAsync();
        await proxy.AdvanceUntilAsync(last, TimeSpan.FromSeconds(1));
        Assert.That((await last).Status, Is.EqualTo(504));
    }

    private static async Task<PipeClient[]> CrowdAsync(ProxyFixture proxy)
    {
        var pipes = new PipeClient[Crowd];
        for (var i = 0; i < Crowd; i++)
        {
            pipes[i] = proxy.OpenPipe();
            await pipes[i].SendAsync(Get);
        }

        await proxy.UntilAsync(now => now.Requests == Crowd, "all requests wait");
        return pipes;
    }

    private static async Task EndAsync(PipeClient[] pipes)
    {
        foreach (var pipe in pipes)
        {
            pipe.End();
            await pipe.Served.WaitAsync(Patience.Time);
        }
    }

    private ScriptedOrigin Gated(AddressKind behind = AddressKind.IPv4) => ScriptedOrigin.Start(
        async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await _gate.Task;
                await connection.SendAsync(OriginConnection.Hello);
            }
        },
        behind);

    private ProxyOptions OneConnection(ScriptedOrigin origin, int queue) =>
        WithUpstream(Options(origin.Address), upstream => upstream with { MaxConnections = 1, MaxQueuedRequests = queue }) with
        {
            Timeouts = new TimeoutOptions { UpstreamQueue = queue == Crowd ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(5) },
        };
}
