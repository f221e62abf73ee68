using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrainTests(TransportKind kind) : Scenario(kind)
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Answer_in_flight_is_finished_and_idle_connections_end_at_once()
    {
        using var origin = Gated();
        await using var proxy = await StartAsync(origin);
        var fresh = await proxy.ConnectAsync();
        await proxy.UntilAsync(now => now.ConnectionsAccepted == 1, "the idle client is accepted");
        var busy = await proxy.ConnectAsync();
        await busy.SendAsync(Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "a request is in flight");
        var stopped = proxy.Server.StopAsync();
        await fresh.ExpectEndAsync();
        Assert.That(stopped.IsCompleted, Is.False);
        Assert.That(() => RawClient.ConnectAsync(proxy.Address), Throws.Exception, "nobody else is accepted");
        _gate.SetResult();
        var answer = await busy.ReadResponseAsync();
        Assert.That((answer.Text, answer.Field("Connection")), Is.EqualTo(("hello", "close")));
        await busy.ExpectEndAsync();
        Assert.That(await stopped.WaitAsync(Patience.Time), Is.Zero);
    }

    [Test]
    public async Task What_is_left_at_the_deadline_is_cut_and_counted()
    {
        using var origin = Gated();
        var options = Options(origin.Address) with { Timeouts = new TimeoutOptions { Drain = TimeSpan.FromMilliseconds(50) } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var waiting = await proxy.ConnectAsync();
        await waiting.SendAsync(Get);
        var uploading = await proxy.ConnectAsync();
        await uploading.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
        await proxy.UntilAsync(now => now.Requests == 2 && now.UpstreamOpen == 2, "two requests are in flight");
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.That(await proxy.Server.StopAsync().WaitAsync(Patience.Time), Is.EqualTo(2));
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(1.9)), "all ended inside the grace of the cut");
        Assert.That((await waiting.ReadResponseAsync()).Status, Is.EqualTo(503));
        _gate.SetResult();
    }

    [Test]
    public async Task Waiter_in_the_queue_is_cut_too()
    {
        using var origin = Gated();
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Options(origin.Address), upstream => upstream with { MaxConnections = 1 }));
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        var second = await proxy.ConnectAsync();
        await second.SendAsync(Get);
        await proxy.UntilAsync(now => now.Requests == 2, "both requests are in");
        Assert.That(await proxy.Server.StopAsync(new CancellationToken(true)).WaitAsync(Patience.Time), Is.EqualTo(2));
        _gate.SetResult();
    }

    [Test]
    public async Task Stopping_twice_and_starting_again_are_told_apart()
    {
        using var origin = Gated();
        await using var proxy = await StartAsync(origin);
        Assert.That(await proxy.Server.StopAsync(), Is.Zero);
        Assert.That(await proxy.Server.StopAsync(), Is.Zero);
        Assert.That(() => proxy.Server.StartAsync(), Throws.InvalidOperationException);
    }

    private ScriptedOrigin Gated() => ScriptedOrigin.Start(async connection =>
    {
        while (await connection.NextAsync() is not null)
        {
            await _gate.Task;
            await connection.SendAsync(OriginConnection.Hello);
        }
    });
}
