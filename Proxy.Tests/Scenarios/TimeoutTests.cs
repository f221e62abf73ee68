using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TimeoutTests(TransportKind kind) : Scenario(kind)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly ManualClock _clock = new();

    [Test]
    public async Task Head_that_does_not_end_is_408_after_15_s()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HT");
        await proxy.UntilAsync(now => now.BuffersInUse > 0, "the head's beginning arrives");
        var answer = client.ReadResponseAsync();
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), 15);
        Assert.That((await answer).Status, Is.EqualTo(408));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Head_that_trickles_is_408_all_the_same()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\n");
        await proxy.UntilAsync(now => now.BuffersInUse > 0, "the head's beginning arrives");
        for (var i = 0; i < 14; i++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            await client.SendAsync("X: 1\r\n");
        }

        var answer = client.ReadResponseAsync();
        ExpectTime(TimeSpan.FromSeconds(14) + await proxy.AdvanceUntilAsync(answer, Step), 15);
        Assert.That((await answer).Status, Is.EqualTo(408));
    }

    [Test]
    public async Task Silent_connection_ends_after_15_s_at_first_and_60_s_between_requests([Values] bool afterRequest)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await proxy.UntilAsync(now => now.ConnectionsAccepted == 1, "the client is accepted");
        if (afterRequest)
        {
            await client.GetAsync();
        }

        var end = client.ExpectEndAsync();
        ExpectTime(await proxy.AdvanceUntilAsync(end, Step), afterRequest ? 60 : 15);
    }

    [Test]
    public async Task Upload_below_the_rate_is_408()
    {
        using var origin = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
        await Patience.UntilAsync(() => origin.Accepted == 1, "the upload begins");
        var answer = client.ReadResponseAsync();
        var seconds = 0;
        while (!answer.IsCompleted && seconds < 60)
        {
            // A byte a second: no wait is long, and all together bring too little.
            await client.SendAsync("x");
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Delay(10));
            seconds++;
        }

        ExpectTime(TimeSpan.FromSeconds(seconds), 5, tolerance: 3);
        Assert.That((await answer).Status, Is.EqualTo(408));
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.ClientBodyTooSlow));
    }

    [Test]
    public async Task Upload_that_waits_for_the_origins_continue_is_not_too_slow()
    {
        var gate = new TaskCompletionSource();
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await gate.Task;
            await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await connection.ReadExactlyAsync(5);
            await connection.SendAsync(OriginConnection.Hello);
        });
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        for (var i = 0; i < 20; i++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(100));
        await client.SendAsync("hello");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Origin_that_does_not_answer_is_504_after_60_s([Values("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")] string request)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.NextAsync();
        });
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(request);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        var answer = client.ReadResponseAsync();
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), 60);
        Assert.That((await answer).Status, Is.EqualTo(504));
        Assert.That(origin.Requests, Has.Count.EqualTo(1), "a request that may be at work is not sent again");
        await Patience.UntilAsync(() => origin.Ended == 1, "its connection is closed");
    }

    [Test]
    public async Task Origin_that_does_not_take_connections_is_504_after_5_s_a_try()
    {
        using var full = new FullListener();
        await using var proxy = await ProxyFixture.StartAsync(Options(full.Address), _clock);
        var client = await proxy.ConnectAsync();
        var answer = client.GetAsync();
        await proxy.UntilAsync(now => now.UpstreamConnects == 1, "the first try begins");
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), 10, tolerance: 2);
        Assert.That((await answer).Status, Is.EqualTo(504));
        Assert.That(proxy.Statistics.UpstreamConnects, Is.EqualTo(2));
    }

    [Test]
    public async Task Origin_that_falls_silent_inside_a_body_is_cut_after_60_s()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n");
            await connection.NextAsync();
        });
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        Assert.That(await client.ReadLineAsync() + await client.ReadLineAsync(), Is.EqualTo("2he"));
        var end = client.ExpectEndAsync();
        ExpectTime(await proxy.AdvanceUntilAsync(end, Step), 60);
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.UpstreamBodyTimeout));
    }

    [Test]
    public async Task Client_that_takes_nothing_is_cut()
    {
        var body = Bodies.Pattern(32 * 1024 * 1024);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n");
            await connection.SendAsync(body);
        });
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync(receiveBuffer: 16 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => client.Socket.Available > 0, "the response begins");
        var over = Patience.UntilAsync(() => proxy.Statistics.OpenConnections == 0, "the client is cut");
        var time = await proxy.AdvanceUntilAsync(over, Step);
        Assert.That(time, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.ClientReadTooSlow));
        client.ExpectReset();
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin's exchange is aborted");
    }

    [Test]
    public async Task Client_that_takes_a_large_body_slowly_and_steadily_gets_all_of_it()
    {
        const int bytesAStep = 40 * 1024;
        var body = Bodies.Pattern(8 * 1024 * 1024);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n");
            await connection.SendAsync(body);
            await connection.NextAsync();
        });
        await using var proxy = await StartAsync(origin, _clock);
        var client = await proxy.ConnectAsync(receiveBuffer: 16 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        var received = new MemoryStream();
        for (var step = 0; step < 60; step++)
        {
            // 2 KiB a second: far above the least rate, and far too slow for what was read at once to be gone within the idle time.
            received.Write(await client.ReadExactlyAsync(bytesAStep));
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(20));
        }

        received.Write(await client.ReadExactlyAsync(body.Length - received.Length));
        Assert.That(received.ToArray().AsSpan().SequenceEqual(body), "the body as sent");
        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    [Test]
    public async Task Early_response_is_not_held_to_the_time_of_its_head()
    {
        var uploaded = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            await connection.ReadExactlyAsync(5);
            uploaded.SetResult();
            await finish.Task;
            await connection.SendAsync("world");
        });
        var options = Options(origin.Address) with { Timeouts = new TimeoutOptions { UpstreamResponseHead = TimeSpan.FromSeconds(2) } };
        await using var proxy = await ProxyFixture.StartAsync(options, _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        Assert.That(await client.ReadHeadAsync(), Does.Contain(" 200 "));
        await client.ReadExactlyAsync(5);
        await client.SendAsync("hello");
        await uploaded.Task.WaitAsync(Patience.Time);
        await proxy.SettleAsync();
        for (var i = 0; i < 10; i++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        finish.SetResult();
        Assert.That(await client.ReadExactlyAsync(5), Is.EqualTo("world"u8.ToArray()));
    }

    private static void ExpectTime(TimeSpan time, double seconds, double tolerance = 1.5) =>
        Assert.That(time.TotalSeconds, Is.InRange(seconds, seconds + tolerance));
}
