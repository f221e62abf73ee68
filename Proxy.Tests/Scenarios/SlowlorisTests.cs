using System.Diagnostics;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Two thousand connections that are held as slowly as can be, in each of the three forms: everybody else is served, and the slow ones go.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SlowlorisTests(TransportKind kind) : Scenario(kind)
{
    private const int Crowd = 2000;
    private const int Others = 2; // who stays, and the newcomer of the moment
    private const int MostBuffersEach = 2;
    private const int MostSeconds = 70;
    private const int LingerSeconds = 7; // what is still sent behind a refusal is thrown away for 5 s, so that the refusal can be read
    private const int DescriptorsEach = 4; // the client's, both of the proxy's, the origin's
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new();

    [SetUp]
    public void RequireDescriptors() => SlowCrowd.RequireDescriptors((Crowd * DescriptorsEach) + 1000);

    [Test]
    public async Task Slow_heads_go_after_15_s()
    {
        using var origin = SlowlorisOrigin.Start();
        await using var proxy = await StartAsync(origin, _clock);
        using var crowd = new SlowCrowd();
        await crowd.JoinAsync(Crowd, proxy.Address, SlowlorisOrigin.SlowHead);
        await proxy.UntilAsync(now => now.BuffersInUse >= Crowd, "every head's beginning is here");

        var seconds = await HoldAsync(proxy, () => crowd.Send("x"), ProxyError.ClientHeadTimeout);
        Assert.That(seconds, Is.InRange(15, 17), "seconds until they are refused");
        Assert.That(await crowd.CountAnsweredAsync("HTTP/1.1 408 "), Is.EqualTo(Crowd));
        Assert.That(origin.Requests.Select(request => request.StartLine).Distinct(), Is.EqualTo(new[] { "GET /good HTTP/1.1" }));
    }

    [Test]
    public async Task Slow_bodies_go_when_the_grace_of_the_least_rate_is_over()
    {
        using var origin = SlowlorisOrigin.Start();
        await using var proxy = await StartAsync(origin, _clock);
        using var crowd = new SlowCrowd();
        await crowd.JoinAsync(Crowd, proxy.Address, SlowlorisOrigin.SlowBody);
        await Patience.UntilAsync(() => origin.Accepted >= Crowd, "every upload begins");

        // A byte in time for every wait, and far below 240 a second.
        var seconds = await HoldAsync(proxy, () => crowd.Send("x"), ProxyError.ClientBodyTooSlow);
        Assert.That(seconds, Is.InRange(5, 7), "seconds until they are refused");
        Assert.That(await crowd.CountAnsweredAsync("HTTP/1.1 408 "), Is.EqualTo(Crowd));
    }

    [Test]
    public async Task Slow_readers_go_when_what_they_took_is_below_the_least_rate()
    {
        using var origin = SlowlorisOrigin.Start();
        await using var proxy = await StartAsync(origin, _clock);
        using var crowd = new SlowCrowd();
        await crowd.JoinAsync(Crowd, proxy.Address, SlowlorisOrigin.Large, receiveBuffer: 4096);
        await Patience.UntilAsync(() => origin.Requests.Count == Crowd, "every response begins");
        await SlowlorisOrigin.UntilNothingMovesAsync();

        // What the client's kernel took at once counts for it: with more than 13 KiB of it, the 60 s of a single wait are the bound.
        var seconds = await HoldAsync(proxy, () => crowd.Take(16), ProxyError.ClientReadTooSlow);
        Assert.That(seconds, Is.InRange(5, 65), "seconds until they are cut");
        Assert.That(await crowd.CountResetAsync(), Is.EqualTo(Crowd), "none can take the cut for an end");
    }

    // Turns the clock on by seconds, in each of which the crowd does the least it can and somebody else is served, until the crowd is gone; returns when
    // all of it had met with its error.
    private static async Task<int> HoldAsync(ProxyFixture proxy, Action act, ProxyError error)
    {
        var good = await proxy.ConnectAsync();
        var (slowest, mostBuffers, seconds, ended) = (TimeSpan.Zero, 0, 0, 0);

        // The newcomers come and go: that few are left alone does not say that none of the crowd is.
        for (; ended == 0 || proxy.Statistics.OpenConnections > Others; seconds++)
        {
            Assert.That(seconds, Is.LessThanOrEqualTo(ended == 0 ? MostSeconds : ended + LingerSeconds), () => $"{proxy.Statistics.OpenConnections} hold on");
            var watch = Stopwatch.StartNew();
            Assert.That((await good.GetAsync("/good")).Text, Is.EqualTo("hello"));
            using var newcomer = await proxy.ConnectAsync();
            Assert.That((await newcomer.GetAsync("/good")).Text, Is.EqualTo("hello"));
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            act();
            await proxy.AdvanceAsync(Second);
            mostBuffers = Math.Max(mostBuffers, proxy.Statistics.BuffersInUse);
            ended = ended == 0 && proxy.Statistics.Errors.GetValueOrDefault(error) == Crowd ? seconds + 1 : ended;
        }

        TestContext.Out.WriteLine($"{ended} s, gone after {seconds} s, at most {mostBuffers} buffers, two good requests in at most {slowest.TotalMilliseconds:F0} ms");
        Assert.That(slowest, Is.LessThan(Prompt), "two requests of somebody else");
        Assert.That(mostBuffers, Is.LessThanOrEqualTo(Crowd * MostBuffersEach), "buffers");
        await proxy.UntilAsync(now => now.BuffersInUse == 0, "the crowd's buffers are given back");
        return ended;
    }
}
