using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Copies of requests for a second upstream.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class MirrorTests(TransportKind kind) : Scenario(kind)
{
    private const int Crowd = 20;
    private const string Shadowed = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nshadowed";
    private const string Post = "POST /v1/a?b=c HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\nX-One: 1\r\n\r\nworld";

    [Test]
    public async Task Copy_is_what_the_first_got_and_its_response_is_thrown_away()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering(Shadowed);
        var options = Mirrored(origin.Address, shadow.Address);
        var route = options.Routes[0] with
        {
            Path = "/v1/*",
            Rewrite = new RewriteOptions { StripPrefix = "/v1" },
            RequestHeaders = new HeaderPolicyOptions { Set = [new("X-To", "{upstream}"), new("X-Path", "{path}")] },
        };
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [route] });
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.AskAsync(Post)).Text, Is.EqualTo("hello"));
            await DoneAsync(proxy);
            Assert.That((origin.Requests.Count, shadow.Requests.Count), Is.EqualTo((i, i)));
            var (first, copy) = (origin.Requests[^1], shadow.Requests[^1]);
            Assert.That((copy.StartLine, copy.Text, copy.Field("X-To")), Is.EqualTo(("POST /a?b=c HTTP/1.1", "world", "shadow")));
            Assert.That(copy.Head, Is.EqualTo(first.Head.Replace("X-To: default", "X-To: shadow", StringComparison.Ordinal)));
        }

        Assert.That((proxy.Statistics.MirroredRequests, proxy.Statistics.MirrorsSkipped, proxy.Statistics.MirrorsFailed), Is.EqualTo((3, 0, 0)));
        Assert.That((proxy.Statistics.Requests, shadow.Accepted), Is.EqualTo((3, 1)), "the connection is used again");
    }

    [TestCase("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n\r\n")]
    public async Task Response_to_a_copy_ends_where_it_ends(string request, string response)
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var shadow = ScriptedOrigin.Answering(response);
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address));
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.AskAsync(request)).Status, Is.EqualTo(200));
            await DoneAsync(proxy);
        }

        Assert.That((shadow.Requests.Count, shadow.Accepted, proxy.Statistics.MirrorsFailed), Is.EqualTo((3, 1, 0)));
    }

    [TestCase("Content-Length: 10", "01234", "56789", "0123456789", "")]
    [TestCase("Transfer-Encoding: chunked", "5\r\n01234\r\n", "5\r\n56789\r\n0\r\nDigest: x\r\n\r\n", "0123456789", "Digest: x\r\n")]
    [TestCase("Transfer-Encoding: chunked", "", "0\r\n\r\n", "", "")]
    public async Task Body_that_is_gathered_is_copied(string framing, string begin, string end, string body, string trailers)
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering();
        var options = Mirrored(origin.Address, shadow.Address);
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [options.Routes[0] with { Buffering = new() { Request = 1000 } }] });
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n{begin}");
        await proxy.UntilAsync(now => now.Requests == 1, "the head is read");
        await client.SendAsync(end);
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        await DoneAsync(proxy);
        Assert.That((shadow.Requests[0].Text, shadow.Requests[0].Trailers), Is.EqualTo((body, trailers)));
        Assert.That((origin.Requests[0].Text, origin.Requests[0].Trailers), Is.EqualTo((body, trailers)));
    }

    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "world")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", LongBody)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n" + LongBody, "")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "")]
    public async Task What_is_not_here_or_has_no_copy_is_counted(string request, string rest)
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address, mirror => mirror with { MaxBodyBytes = 100 }));
        var client = await proxy.ConnectAsync();
        await client.SendAsync(request);
        await proxy.UntilAsync(now => now.Requests == 1, "the head is read");
        await client.SendAsync(rest);
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        Assert.That((proxy.Statistics.MirrorsSkipped, proxy.Statistics.MirroredRequests, shadow.Accepted), Is.EqualTo((1, 0, 0)));
    }

    [TestCase(0, 0, 0)]
    [TestCase(50, 10, 54)]
    [TestCase(100, 64, 64)]
    public async Task Chance_chooses_so_many_of_a_hundred(int percent, int least, int most)
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address, mirror => mirror with { Percent = percent }));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 64; i++)
        {
            await client.GetAsync();
            await DoneAsync(proxy);
        }

        // Fewer than 10 of 64: once in a thousand million times.
        Assert.That(shadow.Requests, Has.Count.InRange(least, most));
        Assert.That(proxy.Statistics.MirrorsSkipped, Is.Zero);
    }

    [Test]
    public async Task Silent_mirror_neither_delays_nor_fails_anybody_and_holds_so_many_copies()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = Silent();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address, mirror => mirror with { MaxInFlight = 3 }), new ManualClock());
        await ExpectUntouchedAsync(proxy);
        await Patience.UntilAsync(() => shadow.Requests.Count == 3, "the copies arrive");
        Assert.That((proxy.Statistics.MirroredRequests, proxy.Statistics.MirrorsSkipped), Is.EqualTo((3, Crowd - 3)));
        Assert.That(proxy.Server.Workers[0].Mirrors.Count, Is.EqualTo(3));

        // The time of a response's head is over for all of them: there is room again.
        await proxy.AdvanceUntilAsync(Patience.UntilAsync(() => proxy.Statistics.MirrorsFailed == 3, "the copies fail"), TimeSpan.FromSeconds(1));
        await ExpectUntouchedAsync(proxy);
        Assert.That(proxy.Statistics.MirroredRequests, Is.EqualTo(6));
    }

    [TestCase("")]
    [TestCase("junk\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")]
    public async Task Failing_mirror_fails_nobody(string response)
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(response);
        });
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address), new ManualClock());
        await ExpectUntouchedAsync(proxy);
        await proxy.UntilAsync(now => now.MirrorsFailed == Crowd, "all are counted");
        Assert.That(shadow.Requests, Has.Count.EqualTo(Crowd), "none is sent again");
    }

    [Test]
    public async Task Dead_mirror_fails_nobody([Values] AddressKind dead)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, ScriptedOrigin.Refusing(dead)), new ManualClock());
        await ExpectUntouchedAsync(proxy);
        await proxy.UntilAsync(now => now.MirrorsFailed == Crowd, "all are counted");
    }

    [Test]
    public async Task Mirror_that_takes_no_connection_delays_nobody()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = new FullListener();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address, mirror => mirror with { MaxInFlight = 5 }), new ManualClock());
        await ExpectUntouchedAsync(proxy);
        Assert.That((proxy.Statistics.MirroredRequests, proxy.Statistics.MirrorsSkipped), Is.EqualTo((5, Crowd - 5)));
        await proxy.AdvanceUntilAsync(Patience.UntilAsync(() => proxy.Statistics.MirrorsFailed == 5, "the copies fail"), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task Copy_never_waits_for_a_connection()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = Silent();
        var options = Mirrored(origin.Address, shadow.Address);
        await using var proxy = await ProxyFixture.StartAsync(options with { Upstreams = [options.Upstreams[0], options.Upstreams[1] with { MaxConnections = 1 }] });
        await ExpectUntouchedAsync(proxy);
        Assert.That((proxy.Statistics.MirroredRequests, proxy.Statistics.MirrorsSkipped), Is.EqualTo((1, Crowd - 1)));
    }

    [Test]
    public async Task Loop_that_holds_too_much_copies_nothing()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address) with { Limits = new LimitOptions { MaxBufferedBytes = 10 } });
        await ExpectUntouchedAsync(proxy);
        Assert.That((proxy.Statistics.MirrorsSkipped, shadow.Accepted), Is.EqualTo((Crowd, 0)));
    }

    [Test]
    public async Task Copy_arrives_whole_where_the_client_is_gone_and_the_first_is_dead()
    {
        using var shadow = ScriptedOrigin.Answering();
        var options = Mirrored(ScriptedOrigin.Refusing(), shadow.Address);
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [options.Routes[0] with { Buffering = new() { Request = 60_000 } }] });
        var client = await proxy.ConnectAsync();
        var body = Bodies.Pattern(50_000);
        await client.SendAsync("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n");
        await client.SendAsync(body);
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(502));
        client.Reset();
        await DoneAsync(proxy);
        Assert.That(shadow.Requests[0].Body.AsSpan().SequenceEqual(body));
    }

    [TestCase(1000, 1)]
    [TestCase(200_000, 1)]
    [TestCase(2_000_000, 3)]
    public async Task Long_response_costs_its_connection_and_no_more(int length, int connections)
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.GetAsync();
            await DoneAsync(proxy);
        }

        Assert.That((shadow.Accepted, proxy.Statistics.MirrorsFailed), Is.EqualTo((connections, 0)));
    }

    [Test]
    public async Task Response_that_drips_has_the_time_of_one_silence()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (true)
            {
                await connection.SendAsync("x");
                await Task.Delay(10);
            }
        });
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address), new ManualClock());
        await (await proxy.ConnectAsync()).GetAsync();
        await Patience.UntilAsync(() => shadow.Requests.Count == 1, "the copy arrives");
        var time = await proxy.AdvanceUntilAsync(Patience.UntilAsync(() => proxy.Statistics.MirrorsFailed == 1, "the copy fails"), TimeSpan.FromSeconds(1));
        Assert.That(time.TotalSeconds, Is.InRange(58, 90));
    }

    [Test]
    public async Task Stop_ends_copies_at_once_and_waits_for_none()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = Silent();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address), new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await Patience.UntilAsync(() => shadow.Requests.Count == 1, "the copy arrives");
        client.Reset();
        Assert.That(await proxy.Server.StopAsync().WaitAsync(Patience.Time), Is.Zero);
        await Patience.UntilAsync(() => shadow.Ended == 1, "its connection ends");
        Assert.That((proxy.Statistics.MirrorsFailed, proxy.Statistics.UpstreamOpen), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Reload_ends_copies_and_the_next_go_where_it_says()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = Silent();
        using var other = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Mirrored(origin.Address, shadow.Address, mirror => mirror with { MaxInFlight = 1 }));
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await Patience.UntilAsync(() => shadow.Requests.Count == 1, "the copy arrives");
        await proxy.Server.ReloadAsync(Mirrored(origin.Address, other.Address, mirror => mirror with { MaxInFlight = 1 }) with { Listeners = proxy.Server.Options.Listeners });
        await Patience.UntilAsync(() => shadow.Ended == 1, "its connection ends");
        await client.GetAsync();
        await DoneAsync(proxy);
        Assert.That((other.Requests.Count, proxy.Statistics.MirrorsFailed, proxy.Statistics.MirrorsSkipped), Is.EqualTo((1, 1, 0)));
    }

    private const string LongBody =
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

    private static ScriptedOrigin Silent() => ScriptedOrigin.Start(async connection =>
    {
        await connection.NextAsync();
        await connection.WaitForEndAsync();
    });

    private static Task DoneAsync(ProxyFixture proxy) => Patience.UntilAsync(() => proxy.Server.Workers.All(worker => worker.Mirrors.Count == 0), "the copy is done");

    // Under a clock that stands still: whatever would wait for a time-out would wait forever.
    private static async Task ExpectUntouchedAsync(ProxyFixture proxy)
    {
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < Crowd; i++)
        {
            Assert.That((await client.AskAsync(Post)).Text, Is.EqualTo("hello"));
        }

        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    private ProxyOptions Mirrored(string origin, string shadow, Func<MirrorOptions, MirrorOptions>? change = null) => Options(origin) with
    {
        Upstreams =
        [
            new UpstreamOptions { Endpoints = [EndpointOptions.FromString(origin)] },
            new UpstreamOptions { Name = "shadow", Endpoints = [EndpointOptions.FromString(shadow)] },
        ],
        Routes = [new RouteOptions { Upstream = "default", Mirror = (change ?? (mirror => mirror))(new MirrorOptions { Upstream = "shadow" }) }],
    };
}
