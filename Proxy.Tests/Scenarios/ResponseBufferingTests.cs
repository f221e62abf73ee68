using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Responses that are read ahead of a slow client.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ResponseBufferingTests(TransportKind kind) : Scenario(kind)
{
    private const int Room = 24 * 1024 * 1024;

    // More than the sockets on the way can hold.
    private static readonly byte[] Large = Bodies.Pattern(16_000_000);

    [TestCase("Content-Length: 16000000", Room, true)]
    [TestCase("Transfer-Encoding: chunked", Room, true)]
    [TestCase("Connection: close", Room, true)]
    [TestCase("Content-Length: 16000000", 0, false)]
    [TestCase("Content-Length: 16000000", 1024 * 1024, false)]
    [TestCase("Transfer-Encoding: chunked", 1024 * 1024, false)]
    public async Task Origin_is_free_while_a_slow_client_still_reads(string framing, int room, bool isFree)
    {
        var chunked = framing.StartsWith("Transfer", StringComparison.Ordinal);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n");
            await connection.SendAsync(chunked ? Bodies.InChunks(Large, 100_000, 7, 3000) : Large);
            if (framing != "Connection: close")
            {
                await connection.NextAsync();
            }
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, room));
        var client = await proxy.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        if (isFree)
        {
            await proxy.UntilAsync(now => framing == "Connection: close" ? now is { UpstreamOpen: 0, UpstreamConnects: 1 } : now.UpstreamIdle == 1, "the origin is free");
        }
        else
        {
            await Patience.BrieflyAsync(() => proxy.Statistics.UpstreamIdle == 1, TimeSpan.FromSeconds(1));
            Assert.That(proxy.Statistics.UpstreamOpen - proxy.Statistics.UpstreamIdle, Is.EqualTo(1), "the origin is kept busy");
        }

        Assert.That((await client.ReadResponseAsync()).Body.AsSpan().SequenceEqual(Large));
    }

    [Test]
    public async Task Every_size_and_pace_arrives_whole([Range(1, 4)] int seed, [Values] bool chunked)
    {
        var random = new Random(seed);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is { } request)
            {
                var body = Bodies.Pattern(int.Parse(request.StartLine.Split('/', ' ')[2], System.Globalization.CultureInfo.InvariantCulture));
                var bytes = chunked ? Bodies.InChunks(body, 1, 5000, 70_000) : body;
                await connection.SendAsync($"HTTP/1.1 200 OK\r\n{(chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}")}\r\n\r\n");
                for (int sent = 0, length; sent < bytes.Length; sent += length)
                {
                    length = Math.Min(bytes.Length - sent, (body.Length / 5) + 1);
                    await connection.SendAsync(bytes.AsMemory(sent, length));
                    await Task.Yield();
                }
            }
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, 200_000) with { Limits = new LimitOptions { MaxBufferedBytes = 300_000 } });
        var clients = new[] { await proxy.ConnectAsync(8192), await proxy.ConnectAsync(8192), await proxy.ConnectAsync() };
        for (var round = 0; round < 15; round++)
        {
            var sizes = clients.Select(_ => random.Next(4) == 0 ? random.Next(2_000_000) : random.Next(20_000)).ToArray();
            for (var i = 0; i < clients.Length; i++)
            {
                await clients[i].SendAsync($"GET /{sizes[i]} HTTP/1.1\r\nHost: a\r\n\r\n");
            }

            for (var i = 0; i < clients.Length; i++)
            {
                var body = (await clients[i].ReadResponseAsync()).Body;
                Assert.That(body.AsSpan().SequenceEqual(Bodies.Pattern(sizes[i])), $"seed {seed}, round {round}, {sizes[i]} bytes");
            }
        }
    }

    [Test]
    public async Task Events_are_passed_on_as_they_come()
    {
        var next = new SemaphoreSlim(0);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 5; i++)
            {
                await next.WaitAsync(Patience.Time);
                await connection.SendAsync($"9\r\ndata: {i}\n\n\r\n");
            }

            await connection.NextAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(await client.ReadHeadAsync(), Does.Contain("event-stream"), "open before its first event");
        for (var i = 0; i < 5; i++)
        {
            next.Release();
            Assert.That(Encoding.ASCII.GetString(await client.ReadExactlyAsync(14)), Is.EqualTo($"9\r\ndata: {i}\n\n\r\n"));
        }
    }

    // What is few bytes is kept for the next read, which may find no room.
    [Test]
    public async Task Few_bytes_stay_before_many_that_find_no_room([Values(8 * 1024, 64 * 1024)] int room, [Values] bool isCut)
    {
        var body = Bodies.Pattern(200_000);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            byte[] chunks = isCut ? [.. Bodies.InChunks(body[..20], 10)[..30], .. "?\r\n"u8] : Bodies.InChunks(body, 10, 199_990);
            await connection.SendAsync((byte[])[.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. chunks]);
            await connection.WaitForEndAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, room));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        if (isCut)
        {
            await client.ReadHeadAsync();
            var came = await client.ReadToEndAsync();
            Assert.That(came.AsSpan().IndexOf(body.AsSpan(0, 10)), Is.Not.Negative, "what came before it went wrong");
            return;
        }

        Assert.That((await client.ReadResponseAsync()).Body.AsSpan().SequenceEqual(body));
    }

    [Test]
    public async Task Trailer_fields_go_along()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n");
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
            Assert.That((answer.Text, answer.Trailers), Is.EqualTo(("hello", "Digest: x\r\n")));
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Response_cut_short_is_an_abort_behind_what_came([Values] bool chunked)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(chunked
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        Assert.That(Encoding.ASCII.GetString(await client.ReadToEndAsync()), Does.EndWith(chunked ? "hello\r\n" : "hello"));
        await proxy.UntilAsync(now => now.Errors.GetValueOrDefault(ProxyError.UpstreamBodyTruncated) == 1, "it is counted");
    }

    [Test]
    public async Task Client_that_is_gone_leaves_nothing_behind([Values] bool whileOriginIsSilent)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Large.Length}\r\n\r\n");
            await connection.SendAsync(Large.AsMemory(0, whileOriginIsSilent ? Large.Length - 1 : Large.Length));
            await connection.WaitForEndAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room));
        var client = await proxy.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        await Patience.UntilStillAsync(() => proxy.Statistics.BuffersInUse, "nothing moves any more");
        client.Reset();
        await proxy.UntilAsync(now => now is { OpenConnections: 0, BuffersInUse: 0 }, "all is given back");
        Assert.That(proxy.Statistics.UpstreamOpen, Is.EqualTo(whileOriginIsSilent ? 0 : 1));
    }

    [Test]
    public async Task Client_that_takes_nothing_is_cut_as_ever()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Large.Length}\r\n\r\n");
            await connection.SendAsync(Large);
            await connection.NextAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room), new ManualClock());
        var client = await proxy.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        await proxy.UntilAsync(now => now.UpstreamIdle == 1, "the origin is free");
        var cut = Patience.UntilAsync(() => proxy.Statistics.Errors.ContainsKey(ProxyError.ClientReadTooSlow), "the client is cut");
        await proxy.AdvanceUntilAsync(cut, TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task Stop_cuts_what_only_the_client_is_late_for()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Large.Length}\r\n\r\n");
            await connection.SendAsync(Large);
            await connection.NextAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Buffering(origin.Address, Room));
        var client = await proxy.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.UntilAsync(now => now.UpstreamIdle == 1, "the origin is free");
        Assert.That(await proxy.Server.StopAsync(new CancellationToken(canceled: true)), Is.EqualTo(1));
    }

    private ProxyOptions Buffering(string address, int room) => Options(address) with
    {
        Routes = [new RouteOptions { Upstream = "default", Buffering = new BufferingOptions { Response = room } }],
    };
}
