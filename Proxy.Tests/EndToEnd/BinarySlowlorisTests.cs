using System.Diagnostics;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>The native binary held by two thousand connections in each of the three slow forms, with bounds short enough to wait for.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinarySlowlorisTests
{
    private const int Crowd = 2000;
    private const int DescriptorsEach = 2; // the client's and the origin's; the binary has its own

    private const string ShortBounds = """
        "timeouts": { "requestHead": "3s", "clientIdle": "6s", "dataRateGrace": "2s", "upstreamPoolIdle": "1s" },
        "limits": { "minDataRate": "1KiB" }
        """;

    // The longest bound, the 5 s in which what is sent behind a refusal is thrown away, and room for a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(6 + 5 + 15);
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(5);

    [SetUp]
    public void RequireDescriptors() => SlowCrowd.RequireDescriptors((Crowd * DescriptorsEach) + 1000);

    [TestCase(SlowlorisOrigin.SlowHead, true, 64, TestName = "Slow_heads_are_refused_in_time")]
    [TestCase(SlowlorisOrigin.SlowBody, true, 64, TestName = "Slow_bodies_are_refused_in_time")]
    [TestCase(SlowlorisOrigin.Large, false, 192, TestName = "Slow_readers_are_cut_in_time")]
    public async Task Slow_clients_go_in_time(string beginning, bool sends, int maxMiB)
    {
        using var origin = SlowlorisOrigin.Start();
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin.Address], ShortBounds, "ulimit -n $(ulimit -Hn)");
        using var good = await RawClient.ConnectAsync(proxy.EndPoint);
        Assert.That((await good.GetAsync(SlowlorisOrigin.Good)).Text, Is.EqualTo("hello"));
        var atRest = proxy.Connections();
        using var crowd = new SlowCrowd();
        await crowd.JoinAsync(Crowd, proxy.EndPoint, beginning, receiveBuffer: sends ? null : 4096);
        var watch = Stopwatch.StartNew();
        await Patience.UntilAsync(() => proxy.Connections() >= Crowd, "the crowd holds the binary");
        if (!sends)
        {
            await SlowlorisOrigin.UntilNothingMovesAsync();
        }

        var slowest = await HoldAsync(proxy, good, atRest, () => Act(crowd, sends), watch);
        TestContext.Out.WriteLine(
            $"gone after {watch.Elapsed.TotalSeconds:F1} s, peak {proxy.PeakResidentKiB() / 1024} MiB, a good request in at most {slowest.TotalMilliseconds:F0} ms");
        Assert.That(slowest, Is.LessThan(Prompt), "a request of somebody else");
        Assert.That(proxy.PeakResidentKiB(), Is.LessThan(maxMiB * 1024));
        if (sends)
        {
            Assert.That(await crowd.CountAnsweredAsync("HTTP/1.1 408 "), Is.EqualTo(Crowd));
        }
        else
        {
            Assert.That(await crowd.CountResetAsync(), Is.EqualTo(Crowd), "none can take the cut for an end");
        }
    }

    private static void Act(SlowCrowd crowd, bool sends)
    {
        if (sends)
        {
            crowd.Send("x");
        }
        else
        {
            crowd.Take(1);
        }
    }

    // Somebody is served all the while until the crowd is gone; how long that took at most.
    private static async Task<TimeSpan> HoldAsync(BinaryProcess proxy, RawClient good, int atRest, Action act, Stopwatch watch)
    {
        var slowest = TimeSpan.Zero;
        for (var acted = TimeSpan.Zero; proxy.Connections() > atRest;)
        {
            Assert.That(watch.Elapsed, Is.LessThan(Bound), () => $"{proxy.Connections()} sockets are still held");
            var began = watch.Elapsed;
            Assert.That((await good.GetAsync(SlowlorisOrigin.Good)).Text, Is.EqualTo("hello"));
            slowest = watch.Elapsed - began > slowest ? watch.Elapsed - began : slowest;
            if (watch.Elapsed - acted > TimeSpan.FromMilliseconds(500))
            {
                acted = watch.Elapsed;
                act();
            }

            await Task.Delay(20);
        }

        return slowest;
    }
}
