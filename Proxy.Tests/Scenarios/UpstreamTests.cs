using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Balancing, retries and the pool.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class UpstreamTests(TransportKind kind) : Scenario(kind)
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    [Test]
    public async Task Endpoints_take_turns_by_weight()
    {
        using var a = ScriptedOrigin.Answering();
        using var b = ScriptedOrigin.Answering(kind: AddressKind.IPv6);
        using var c = ScriptedOrigin.Answering(kind: AddressKind.Unix);
        var options = WithUpstream(
            Options(a.Address, b.Address, c.Address),
            upstream => upstream with { Endpoints = [upstream.Endpoints[0] with { Weight = 2 }, upstream.Endpoints[1], upstream.Endpoints[2]] });
        await using var proxy = await ProxyFixture.StartAsync(InTurn(options));
        var client = await proxy.ConnectAsync();
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await client.GetAsync();
            }

            Assert.That((a.Requests.Count, b.Requests.Count, c.Requests.Count), Is.EqualTo((2 * round, round, round)));
        }
    }

    // A receive that fills its room says nothing about what is behind it.
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    public async Task Response_that_fills_its_block_leaves_the_connection_pooled(int more)
    {
        const int Begun = 100;
        var rest = new SemaphoreSlim(0);
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n";
        head += $"A: {new string('a', BufferPool.SmallLength + more - 3000 - head.Length - "A: \r\n\r\n".Length)}\r\n\r\n";
        var response = head + new string('b', 3000);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(response[..Begun]);
                await rest.WaitAsync(Patience.Time);
                await connection.SendAsync(response[Begun..]);
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await Patience.UntilAsync(() => origin.Requests.Count == i + 1, "it is asked");
            await proxy.UntilAsync(now => now.BuffersInUse == 1, "the begin waits in a small block");
            await proxy.SettleAsync();
            rest.Release();
            Assert.That((await client.ReadResponseAsync()).Body, Has.Length.EqualTo(3000));
            await proxy.UntilAsync(now => now.UpstreamIdle + now.UpstreamConnects > 1 || now.UpstreamOpen == 0, "it is given back");
            Assert.That((proxy.Statistics.UpstreamIdle, origin.Accepted), Is.EqualTo((1, 1)));
        }
    }

    [Test]
    public async Task Refused_endpoint_is_followed_by_another([Values] AddressKind dead)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(InTurn(Options(ScriptedOrigin.Refusing(dead), origin.Address)));
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 4; i++)
        {
            Assert.That((await client.AskAsync(Post)).Status, Is.EqualTo(200));
            Assert.That(origin.Requests[^1].Text, Is.EqualTo("hi"));
        }
    }

    [Test]
    public async Task Dead_origins_are_502_and_the_client_is_kept([Values] AddressKind dead)
    {
        await using var proxy = await ProxyFixture.StartAsync(Options(ScriptedOrigin.Refusing(dead), ScriptedOrigin.Refusing(dead)));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.AskAsync(Post)).Status, Is.EqualTo(502));
        }

        Assert.That(proxy.Statistics.UpstreamConnects, Is.EqualTo(6));
        await proxy.UntilAsync(now => now.Errors[ProxyError.UpstreamConnectRefused] == 3, "all are counted");
    }

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    [TestCase("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", "hi")]
    public async Task Idempotent_request_is_sent_again_once_when_its_pooled_connection_dies(string request, string body)
    {
        using var origin = DyingAfterFirst();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        Assert.That((await client.AskAsync(request)).Text, Is.EqualTo("hello"));
        Assert.That(origin.Requests, Has.Count.EqualTo(3));
        Assert.That(origin.Requests.Skip(1).Select(each => each.Text), Is.All.EqualTo(body));
        Assert.That(proxy.Statistics.Retries, Is.EqualTo(1));
    }

    [Test]
    public async Task Post_of_which_a_byte_was_written_is_never_sent_again()
    {
        using var origin = DyingAfterFirst();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        Assert.That((await client.AskAsync(Post)).Status, Is.EqualTo(502));
        Assert.That(origin.Requests, Has.Count.EqualTo(2));
        Assert.That((await client.AskAsync(Post)).Status, Is.EqualTo(200), "the next one takes a new connection");
        Assert.That(origin.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Lost_request_is_tried_a_bounded_number_of_times()
    {
        using var a = ScriptedOrigin.Start(connection => connection.NextAsync());
        using var b = ScriptedOrigin.Start(connection => connection.NextAsync());
        var options = WithUpstream(InTurn(Options(a.Address, b.Address)), upstream => upstream with { Retry = new RetryOptions { Attempts = 3 } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(502));
        Assert.That((a.Requests.Count, b.Requests.Count), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Connection_used_last_is_used_next()
    {
        var gate = new TaskCompletionSource();
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await gate.Task;
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{connection.Index}");
            }
        });
        await using var proxy = await StartAsync(origin);
        var first = await proxy.ConnectAsync();
        var second = await proxy.ConnectAsync();
        await first.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await second.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 2, "both requests are at the origin");
        gate.SetResult();
        await first.ReadResponseAsync();
        await second.ReadResponseAsync();
        await proxy.UntilAsync(now => now.UpstreamIdle == 2, "both connections are idle");
        var used = (await first.GetAsync()).Text;
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await second.GetAsync()).Text, Is.EqualTo(used));
        }

        Assert.That(origin.Accepted, Is.EqualTo(2));
    }

    [Test]
    public async Task Idle_connection_is_closed_after_60_s()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new ManualClock());
        await (await proxy.ConnectAsync()).GetAsync();
        await proxy.UntilAsync(now => now.UpstreamIdle == 1, "the connection is idle");
        var closed = Patience.UntilAsync(() => proxy.Statistics.UpstreamOpen == 0, "the connection is closed");
        var time = await proxy.AdvanceUntilAsync(closed, TimeSpan.FromSeconds(1));
        Assert.That(time.TotalSeconds, Is.InRange(60, 65));
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin sees its end");
        Assert.That(origin.Failures, Is.Empty, "it ends in order");
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")]
    public async Task Connection_that_ends_in_the_pool_is_not_used_again(string farewell)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(OriginConnection.Hello + farewell);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.AskAsync(Post)).Text, Is.EqualTo("hello"));
            await proxy.UntilAsync(now => now.UpstreamOpen == 0, "the end is noticed");
            Assert.That(origin.Accepted, Is.EqualTo(i));
        }
    }

    [Test]
    public async Task Unsolicited_bytes_behind_a_response_discard_the_connection()
    {
        using var origin = ScriptedOrigin.Answering(OriginConnection.Hello + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
            await proxy.UntilAsync(now => now.UpstreamOpen == 0, "the connection is discarded");
            Assert.That(origin.Accepted, Is.EqualTo(i));
        }
    }

    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")]
    [TestCase("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task Origin_that_says_close_is_not_used_again(string response)
    {
        using var origin = ScriptedOrigin.Answering(response);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
            Assert.That(origin.Accepted, Is.EqualTo(i));
        }
    }

    [Test]
    public async Task No_idle_connection_is_kept_where_none_may_be()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Options(origin.Address), upstream => upstream with { MaxIdleConnections = 0 }));
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.GetAsync();
        Assert.That(origin.Accepted, Is.EqualTo(2));
    }

    // Answers once; reads a second request and closes instead of answering. Later connections answer.
    private static ScriptedOrigin DyingAfterFirst() => ScriptedOrigin.Start(async connection =>
    {
        for (var i = 0; await connection.NextAsync() is not null && (connection.Index > 0 || i == 0); i++)
        {
            await connection.SendAsync(OriginConnection.Hello);
        }
    });
}
