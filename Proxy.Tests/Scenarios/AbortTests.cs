using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport.Linux;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Exchanges that end before their time, and back-pressure.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AbortTests(TransportKind kind) : Scenario(kind)
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [TestCase("Content-Length: 10\r\n\r\nhello", "1.1", false)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "1.1", false)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "1.0", false)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n|zz\r\n", "1.1", false)]
    [TestCase("\r\nhello", "1.1", true)]
    [TestCase("\r\nhello", "1.0", true)]
    public async Task Body_cut_short_reaches_the_client_as_an_abort(string rest, string version, bool reset)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            var parts = rest.Split('|');
            await connection.SendAsync("HTTP/1.1 200 OK\r\n" + parts[0]);
            await _gate.Task;
            await connection.SendAsync(parts.Length > 1 ? parts[1] : "");
            if (reset)
            {
                connection.Reset();
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"GET / HTTP/{version}\r\nHost: a\r\n\r\n");
        var head = new WireMessage((await client.ReadHeadAsync())!, []);
        if (head.IsChunked)
        {
            Assert.That(await client.ReadLineAsync() + await client.ReadLineAsync(), Is.EqualTo("5hello"));
        }
        else
        {
            await client.ReadExactlyAsync(5);
        }

        _gate.SetResult();
        if (version == "1.0")
        {
            client.ExpectReset();
        }
        else
        {
            await client.ExpectEndAsync();
        }
    }

    [Test]
    public async Task Upload_that_is_given_up_leaves_an_early_response_whole()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 10\r\n\r\nhello");
            await _gate.Task;
            await connection.SendAsync("world");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbegun");
        await client.ReadHeadAsync();
        await client.ReadExactlyAsync(5);
        client.ShutdownSend();
        await proxy.SettleAsync();
        _gate.SetResult();
        Assert.That(await client.ReadExactlyAsync(5), Is.EqualTo("world"u8.ToArray()));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Early_response_ends_the_upload()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello");
        Assert.That((answer.Status, answer.Text, answer.Field("Connection")), Is.EqualTo((403, "no", "close")));
        await client.ExpectEndAsync();
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin's connection is not used again");
    }

    [Test]
    public async Task Client_that_resets_ends_the_origins_exchange([Values] bool bodyBegun)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(bodyBegun ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello" : "");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        if (bodyBegun)
        {
            await client.ReadHeadAsync();
        }

        client.Reset();
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin's exchange ends");
        await proxy.UntilAsync(now => now.Errors.Count > 0, "it is counted");
        Assert.That(proxy.Statistics.Errors.Keys, Is.EquivalentTo(new[] { ProxyError.ClientAborted }));
    }

    [Test]
    public async Task Half_closed_client_gets_its_response([Values(AddressKind.IPv4, AddressKind.Unix)] AddressKind listener)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await _gate.Task;
            await connection.SendAsync(OriginConnection.Hello);
        });
        var options = Options(origin.Address) with { Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(listener) }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        client.ShutdownSend();
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        await proxy.SettleAsync();
        _gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Connection_reset_while_it_lingers_is_closed()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        await (await proxy.ConnectAsync()).GetAsync();
        var before = 0;
        for (var i = 0; i < 60; i++)
        {
            using var client = await RawClient.ConnectAsync(proxy.Address);
            Assert.That((await client.AskAsync("nonsense\r\n\r\n")).Status, Is.EqualTo(400));
            await client.SendAsync("more");
            client.Reset();
            await proxy.UntilAsync(now => now.OpenConnections == 1, "the connection ends");
            before = i == 10 ? DescriptorLimit.CountOpen() : before;
        }

        Assert.That(DescriptorLimit.CountOpen(), Is.LessThan(before + 25));
    }

    [Test]
    public async Task Client_that_does_not_read_stops_the_reads_from_the_origin([Values] bool chunked)
    {
        const int total = 64 * 1024 * 1024;
        var sent = 0;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{(chunked ? "" : $"Content-Length: {total}\r\n")}\r\n");
            for (var block = new byte[64 * 1024]; sent < total; sent += block.Length)
            {
                await connection.SendAsync(block);
            }
        }, AddressKind.Unix);
        await using var proxy = await ProxyFixture.StartAsync(OverUnix(origin));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await StopsGrowingAsync(() => sent);
        Assert.That(sent, Is.InRange(1, 2 * 1024 * 1024));
        Assert.That((await client.ReadResponseAsync()).Body, Has.Length.EqualTo(total));
    }

    [Test]
    public async Task Origin_that_does_not_read_stops_the_reads_from_the_client()
    {
        const int total = 64 * 1024 * 1024;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await _gate.Task;
            await connection.ReadExactlyAsync(total);
            await connection.SendAsync(OriginConnection.Hello);
        }, AddressKind.Unix);
        await using var proxy = await ProxyFixture.StartAsync(OverUnix(origin));
        var client = await proxy.ConnectAsync();
        var sent = 0;
        var upload = Task.Run(async () =>
        {
            await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {total}\r\n\r\n");
            for (var block = new byte[64 * 1024]; sent < total; sent += block.Length)
            {
                await client.SendAsync(block);
            }
        });
        await StopsGrowingAsync(() => sent);
        Assert.That(sent, Is.InRange(1, 2 * 1024 * 1024));
        _gate.SetResult();
        await upload;
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
    }

    // The buffers of these sockets do not grow, as TCP's would: what is taken shows how much the proxy itself reads ahead.
    private ProxyOptions OverUnix(ScriptedOrigin origin) => Options(origin.Address) with
    {
        Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.Unix) }],
    };

    // Until nothing has moved for a while: a proxy that reads on without end only ends at the total.
    private static async Task StopsGrowingAsync(Func<int> bytes)
    {
        var last = -1;
        for (var still = 0; still < 20; await Task.Delay(10))
        {
            var now = bytes();
            still = now == last && now > 0 ? still + 1 : 0;
            last = now;
        }
    }
}
