using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>An unexpected exception ends one piece of work, never the loop.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class LoopFaultTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    public async Task Timer_that_throws_is_counted_and_others_fire_all_the_same()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new ManualClock());
        proxy.ExpectedFaults = 1;
        var loop = proxy.Server.Workers[0].Loop;
        var fired = 0;
        await loop.RunAsync(() =>
        {
            loop.SetTimer(new LoopTimer(new Owner(() => fired++)), 1000);
            loop.SetTimer(new LoopTimer(new Owner(() => throw new InvalidOperationException("on purpose"))), 1000);
            loop.SetTimer(new LoopTimer(new Owner(() => fired++)), 1000);
        });
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.That(fired, Is.EqualTo(2));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("hello"));
    }

    private sealed class Owner(Action action) : ILoopTimerOwner
    {
        public void OnTimer(LoopTimer timer) => action();
    }
}
