using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport.Linux;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Large bodies that the kernel moves past the engine.</summary>
[Platform("Linux")]
public sealed class SpliceTests() : Scenario(TransportKind.Epoll)
{
    private static readonly byte[] Body = Bodies.Pattern(8 * 1024 * 1024);

    [Test]
    public async Task Response_arrives_whole_and_both_connections_are_kept()
    {
        using var origin = ScriptedOrigin.Start(AnswerAsync);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.GetAsync()).Body.AsSpan().SequenceEqual(Body), $"response {i}");
        }

        Assert.That(PipesOf(proxy).Open, Is.EqualTo(1), "the kernel moved it");
        Assert.That(origin.Accepted, Is.EqualTo(1), "the connection to the origin is used again");
    }

    [Test]
    public async Task Upload_arrives_whole_and_both_connections_are_kept()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: {Body.Length}\r\n\r\n");
            await client.SendAsync(Body);
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
            Assert.That(origin.Requests[i].Body.AsSpan().SequenceEqual(Body), $"request {i}");
        }

        Assert.That(PipesOf(proxy).Open, Is.EqualTo(1), "the kernel moved it");
        Assert.That(origin.Accepted, Is.EqualTo(1), "the connection to the origin is used again");
    }

    [Test]
    public async Task Response_cut_short_is_an_abort_and_its_bytes_reach_nobody_else([Values] bool reset)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            if (connection.Index > 0)
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n");
                await connection.SendAsync(Body);
                return;
            }

            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n");
            await connection.SendAsync(Body.AsMemory(0, 5 * 1024 * 1024));
            if (reset)
            {
                connection.Reset();
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        Assert.That((await client.ReadToEndAsync()).Length, Is.LessThan(Body.Length));
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.UpstreamBodyTruncated));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Body.AsSpan().SequenceEqual(Body), "the next response");
    }

    [Test]
    public async Task Client_that_leaves_ends_the_origins_exchange_and_its_pipe_is_not_used_again()
    {
        using var origin = ScriptedOrigin.Start(AnswerAsync);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync(receiveBuffer: 16 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => PipesOf(proxy).Open == 1, "the kernel moves it");
        client.Reset();
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin's exchange is aborted");
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Body.AsSpan().SequenceEqual(Body), "the next response");
    }

    [Test]
    public async Task Slow_readers_take_no_more_pipes_than_there_are()
    {
        const int readers = 48;
        using var origin = ScriptedOrigin.Start(AnswerAsync);
        await using var proxy = await StartAsync(origin);
        var clients = new List<RawClient>();
        for (var i = 0; i < readers; i++)
        {
            clients.Add(await proxy.ConnectAsync(receiveBuffer: 16 * 1024));
            await clients[i].SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        await Patience.UntilAsync(() => clients.TrueForAll(client => client.Socket.Available > 0), "every response begins");
        Assert.That(PipesOf(proxy).Open, Is.LessThanOrEqualTo(32));
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Body.AsSpan().SequenceEqual(Body));
        }
    }

    private static KernelPipes PipesOf(ProxyFixture proxy) => ((EpollLoop)proxy.Server.Workers[0].Loop).Pipes;

    private static async Task AnswerAsync(OriginConnection connection)
    {
        while (await connection.NextAsync() is not null)
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n");
            await connection.SendAsync(Body);
        }
    }
}
