using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Retrying;

/// <summary>The time of one try, and the waits between tries.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RetryTimeTests(TransportKind kind) : Scenario(kind)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);
    private static readonly RetryOptions TwoSeconds = new() { PerTryTimeout = TimeSpan.FromSeconds(2), On = RetryConditions.Timeout };
    private static readonly RetryOptions LongWaits = new()
    {
        BackOff = new() { Base = TimeSpan.FromMinutes(1), Max = TimeSpan.FromMinutes(1) },
    };

    private readonly ManualClock _clock = new();

    [Test]
    public async Task Silent_endpoint_is_left_for_another_after_the_time_of_a_try()
    {
        using var silent = Silent();
        using var well = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(TwoSeconds, silent.Address, well.Address);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var asked = silent.Requests.Count;
            var answer = client.GetAsync();
            await Patience.UntilAsync(() => answer.IsCompleted || silent.Requests.Count > asked, "somebody is asked");
            var time = await proxy.AdvanceUntilAsync(answer, Step);
            Assert.That((await answer).Text, Is.EqualTo("hello"));
            Assert.That(time.TotalSeconds, silent.Requests.Count == asked ? Is.LessThan(1) : Is.InRange(2, 3));
        }

        Assert.That(silent.Requests, Is.Not.Empty);
        Assert.That(proxy.Statistics.RetriesByReason, Is.EqualTo(new Dictionary<RetryReason, long> { [RetryReason.Timeout] = silent.Requests.Count }));
    }

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", RetryConditions.Reset)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", RetryConditions.Timeout)]
    public async Task Where_that_may_not_be_tried_again_it_is_504(string request, RetryConditions on)
    {
        using var a = Silent();
        using var b = Silent();
        await using var proxy = await StartAsync(TwoSeconds with { On = on }, a.Address, b.Address);
        var answer = (await proxy.ConnectAsync()).AskAsync(request);
        await Patience.UntilAsync(() => a.Requests.Count + b.Requests.Count == 1, "one is asked");
        Assert.That((await proxy.AdvanceUntilAsync(answer, Step)).TotalSeconds, Is.InRange(2, 3));
        Assert.That((await answer).Status, Is.EqualTo(504));
        Assert.That(a.Requests.Count + b.Requests.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Waiting_for_a_connection_is_part_of_it()
    {
        using var silent = Silent();
        var options = Retrying(TwoSeconds, silent.Address);
        options = WithUpstream(options, upstream => upstream with { MaxConnections = 1 });
        options = options with { Routes = [options.Routes[0] with { Path = "/first", Retry = new() { PerTryTimeout = TimeSpan.FromMinutes(1) } }, options.Routes[0]] };
        await using var proxy = await ProxyFixture.StartAsync(options, _clock);
        var first = await proxy.ConnectAsync();
        await first.SendAsync("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => silent.Requests.Count == 1, "the connection is taken");
        var answer = (await proxy.ConnectAsync()).GetAsync();
        await proxy.UntilAsync(now => now.Requests == 2, "the request waits");
        Assert.That((await proxy.AdvanceUntilAsync(answer, Step)).TotalSeconds, Is.InRange(4, 5), "two tries");
        Assert.That((await answer).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Opening_a_connection_is_part_of_it()
    {
        using var full = new FullListener();
        using var well = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(TwoSeconds with { On = RetryConditions.ConnectFailure }, full.Address, well.Address);
        var client = await proxy.ConnectAsync();
        await AskTwiceAsync(proxy, client);
        Assert.That(well.Requests, Has.Count.EqualTo(2));
        Assert.That(proxy.Statistics.RetriesByReason.Keys, Is.EqualTo(new[] { RetryReason.ConnectFailure }));
    }

    [Test]
    public async Task Sending_is_part_of_it_where_the_body_is_held()
    {
        var end = new TaskCompletionSource();
        using var stuck = ScriptedOrigin.Start(async connection =>
        {
            connection.Socket.ReceiveBufferSize = 4096;
            await connection.NextHeadAsync();
            await end.Task;
        });
        using var well = ScriptedOrigin.Answering();
        var body = new string('x', 250_000);
        var options = Retrying(TwoSeconds, stuck.Address, well.Address);
        options = options with { Routes = [options.Routes[0] with { Buffering = new() { Request = 300_000 } }] };
        await using var proxy = await ProxyFixture.StartAsync(options, _clock);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = client.AskAsync($"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            var time = await proxy.AdvanceUntilAsync(answer, Step);
            Assert.That((await answer).Status, Is.EqualTo(200));
            Assert.That(time.TotalSeconds, Is.LessThan(5));
        }

        end.SetResult();
        Assert.That(well.Requests.Select(request => request.Body.Length), Is.EqualTo(new[] { body.Length, body.Length }));
    }

    [Test]
    public async Task Wait_between_tries_ends_in_its_time()
    {
        using var a = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(LongWaits, a.Address);
        var answer = (await proxy.ConnectAsync()).GetAsync();
        await proxy.UntilAsync(now => now is { UpstreamConnects: 1, UpstreamOpen: 0 }, "the first try has failed");
        await proxy.SettleAsync();
        Assert.That((a.Requests.Count, proxy.Statistics.Retries), Is.EqualTo((1, 0)), "nothing happens at once");
        Assert.That((await proxy.AdvanceUntilAsync(answer, Step)).TotalSeconds, Is.LessThan(62));
        Assert.That(((await answer).Status, a.Requests.Count), Is.EqualTo((502, 2)));
    }

    [Test]
    public async Task Client_that_leaves_ends_the_wait()
    {
        using var a = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(LongWaits, a.Address);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.UntilAsync(now => now is { UpstreamConnects: 1, UpstreamOpen: 0 }, "the first try has failed");
        await proxy.SettleAsync();
        client.Reset();
        await proxy.UntilAsync(now => now.OpenConnections == 0, "its connection is closed");
        Assert.That((a.Requests.Count, proxy.Statistics.Retries), Is.EqualTo((1, 0)));
        Assert.That(proxy.Statistics.Errors.Keys, Is.EqualTo(new[] { ProxyError.ClientAborted }));
    }

    [Test]
    public async Task Stop_ends_the_wait()
    {
        using var a = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(LongWaits, a.Address);
        await (await proxy.ConnectAsync()).SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.UntilAsync(now => now is { UpstreamConnects: 1, UpstreamOpen: 0 }, "the first try has failed");
        await proxy.SettleAsync();
        await proxy.Server.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience.Time);
        Assert.That(a.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stale_connection_is_replaced_without_a_wait()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            for (var i = 0; await connection.NextAsync() is not null && (connection.Index > 0 || i == 0); i++)
            {
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        await using var proxy = await StartAsync(LongWaits with { Attempts = 1 }, origin.Address);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
        Assert.That(proxy.Statistics.RetriesByReason, Is.EqualTo(new Dictionary<RetryReason, long> { [RetryReason.StaleConnection] = 1 }));
    }

    private static async Task AskTwiceAsync(ProxyFixture proxy, RawClient client)
    {
        for (var i = 0; i < 2; i++)
        {
            var answer = client.GetAsync();
            var time = await proxy.AdvanceUntilAsync(answer, Step);
            Assert.That((await answer).Status, Is.EqualTo(200));
            Assert.That(time.TotalSeconds, Is.LessThan(4));
        }
    }

    private static ScriptedOrigin Silent() => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.NextAsync() is not null)
        {
            // It reads, and says nothing.
        }
    });

    private ProxyOptions Retrying(RetryOptions retry, params string[] endpoints) =>
        WithUpstream(InTurn(Options(endpoints)), upstream => upstream with { Retry = retry });

    private Task<ProxyFixture> StartAsync(RetryOptions retry, params string[] endpoints) =>
        ProxyFixture.StartAsync(Retrying(retry, endpoints), _clock);
}
