using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Bounds on ends: of the proxy, and of a connection whose client does not end its side.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class StopTimeTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    public async Task Stop_waits_30_s_for_an_answer_and_no_longer()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.WaitForEndAsync();
        });
        var clock = new ManualClock();
        await using var proxy = await StartAsync(origin, clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Requests.Get);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        var stopped = proxy.Server.StopAsync();
        await proxy.SettleAsync();
        await proxy.UntilAsync(_ => clock.Timers == 1, "the deadline is set");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.That((stopped.IsCompleted, proxy.Statistics.OpenConnections), Is.EqualTo((false, 1)));
        clock.Advance(TimeSpan.FromSeconds(1), proxy.Server.Workers[0].Loop);
        Assert.That(await stopped.WaitAsync(Patience.Time), Is.EqualTo(1), "it was cut");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Connection_lingers_5_s_for_a_client_that_does_not_end_its_side()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("nonsense\r\n\r\n")).Status, Is.EqualTo(400));
        await client.ExpectEndAsync();
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.That(proxy.Statistics.OpenConnections, Is.EqualTo(1));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1.2));
        await proxy.UntilAsync(now => now.OpenConnections == 0, "it is closed");
    }
}
