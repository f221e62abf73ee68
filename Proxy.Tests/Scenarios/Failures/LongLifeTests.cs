using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What takes long and is not cut: no rate is held against a side that has nothing to say. And what a rate is held against.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class LongLifeTests(TransportKind kind) : Scenario(kind)
{
    private const string Events = "Content-Type: text/event-stream\r\n";

    [TestCase(Events + "Transfer-Encoding: chunked\r\n", "7\r\ndata\r\n\n\r\n", "7\r\ndata\r\n\n\r\n")]
    [TestCase(Events, "data\r\n\n", "7\r\ndata\r\n\n\r\n")]
    [TestCase(Events + "Content-Length: 1000000\r\n", "data\r\n\n", "data\r\n\n")]
    public async Task Events_every_50_s_for_3_h_all_arrive(string head, string sent, string received)
    {
        var next = new SemaphoreSlim(0);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{head}\r\n");
            while (await next.WaitAsync(Patience.Time))
            {
                await connection.SendAsync(sent);
            }
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Requests.Get);
        await client.ReadHeadAsync();
        for (var time = TimeSpan.Zero; time < TimeSpan.FromHours(3); time += TimeSpan.FromSeconds(50))
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(50));
            next.Release();
            Assert.That(await client.ReadExactlyAsync(received.Length), Is.EqualTo(received.Select(c => (byte)c)), $"after {time}");
        }

        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    [TestCase(Requests.Get)]
    [TestCase(Requests.Post)]
    [TestCase(Requests.FirstChunk + "0\r\n\r\n")]
    public async Task Long_poll_is_answered_after_55_s_again_and_again(string request)
    {
        var answer = new SemaphoreSlim(0);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null && await answer.WaitAsync(Patience.Time))
            {
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 10; i++)
        {
            await client.SendAsync(request);
            await Patience.UntilAsync(() => origin.Requests.Count == i, "the request reaches the origin");
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(55));
            answer.Release();
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        }

        Assert.That((origin.Accepted, proxy.Statistics.Errors.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(250, 0, TestName = "Upload above the least rate lives")]
    [TestCase(200, 27, TestName = "Upload below the least rate is 408")]
    public async Task Upload_is_held_to_its_rate(int bytesASecond, int cutAfter)
    {
        const int seconds = 600;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.ReadExactlyAsync(bytesASecond * seconds);
            await connection.SendAsync(OriginConnection.Hello);
            await connection.WaitForEndAsync();
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {bytesASecond * seconds}\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the upload begins");
        var second = 0;
        for (; second < seconds && proxy.Statistics.Errors.Count == 0; second++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            await client.SendAsync(new byte[bytesASecond]);
            var sent = bytesASecond * (second + 1L);
            await Patience.UntilAsync(() => proxy.Statistics.Errors.Count > 0 || origin.Connections[0].BytesReceived >= sent, "it passes");
        }

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(cutAfter == 0 ? 200 : 408));
        Assert.That(second, cutAfter == 0 ? Is.EqualTo(seconds) : Is.InRange(cutAfter - 3, cutAfter + 3));
    }

    [TestCase(40_000, false, TestName = "Download above the least rate lives")]
    [TestCase(4_000, true, TestName = "Download below the least rate is cut")]
    public async Task Download_is_held_to_its_rate(int bytesASecond, bool isCut)
    {
        const int length = 64 * 1024 * 1024;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            await connection.SendAsync(new byte[length]);
        });
        var options = Options(origin.Address) with { Limits = new LimitOptions { MinDataRate = 10_000 } };
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        var client = await proxy.ConnectAsync(receiveBuffer: 16 * 1024);
        await client.SendAsync(Requests.Get);
        await client.ReadHeadAsync();
        var seconds = 0;
        while (seconds < 120 && proxy.Statistics.Errors.Count == 0)
        {
            await client.ReadExactlyAsync(bytesASecond * 10);
            await proxy.SettleAsync();
            for (var i = 0; i < 10; i++)
            {
                await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            }

            seconds += 10;
        }

        Assert.That(proxy.Statistics.Errors.Keys, Is.EqualTo(isCut ? new[] { ProxyError.ClientReadTooSlow } : []));

        // What the kernels hold at first counts for it; with much of it, no byte moves for the 60 s of a single wait, which may begin in the second step.
        Assert.That(seconds, isCut ? Is.InRange(10, 70) : Is.EqualTo(120));
    }
}
