using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What a route bounds in its own way, beside one that goes by what holds everywhere.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RouteBoundsTests(TransportKind kind) : Scenario(kind)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly ManualClock _clock = new();

    [TestCase("/own", 3)]
    [TestCase("/other", 60)]
    public async Task Response_head_has_the_routes_time(string path, int seconds)
    {
        using var origin = Silent();
        var own = new RouteTimeoutOptions { UpstreamResponseHead = TimeSpan.FromSeconds(3) };
        await using var proxy = await ProxyFixture.StartAsync(Routed(origin.Address, route => route with { Timeouts = own }), _clock);
        var answer = (await proxy.ConnectAsync()).GetAsync(path);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), seconds);
        Assert.That((await answer).Status, Is.EqualTo(504));
    }

    [TestCase("/own", 3)]
    [TestCase("/other", 60)]
    public async Task Silence_inside_a_body_has_the_routes_time(string path, int seconds)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            await connection.NextAsync();
        });
        var own = new RouteTimeoutOptions { UpstreamBodyIdle = TimeSpan.FromSeconds(3) };
        await using var proxy = await ProxyFixture.StartAsync(Routed(origin.Address, route => route with { Timeouts = own }), _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadHeadAsync();
        await client.ReadExactlyAsync(5);
        ExpectTime(await proxy.AdvanceUntilAsync(client.WaitForEndAsync(), Step), seconds);
    }

    [TestCase("/own", 3)]
    [TestCase("/other", 5)]
    public async Task Opening_a_connection_has_the_routes_time(string path, int seconds)
    {
        using var origin = new FullListener();
        var own = new RouteTimeoutOptions { UpstreamConnect = TimeSpan.FromSeconds(3) };
        var options = Routed(origin.Address, route => route with { Timeouts = own });
        options = WithUpstream(options, upstream => upstream with { Retry = new RetryOptions { Attempts = 1 } });
        await using var proxy = await ProxyFixture.StartAsync(options, _clock);
        var answer = (await proxy.ConnectAsync()).GetAsync(path);
        await proxy.UntilAsync(now => now.UpstreamConnects == 1, "the connection is asked for");
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), seconds);
        Assert.That((await answer).Status, Is.EqualTo(504));
    }

    [TestCase("/own", 3)]
    [TestCase("/other", 5)]
    public async Task Waiting_for_a_connection_has_the_routes_time(string path, int seconds)
    {
        using var origin = Silent();
        var own = new RouteTimeoutOptions { UpstreamQueue = TimeSpan.FromSeconds(3) };
        var options = Routed(origin.Address, route => route with { Timeouts = own });
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(options, upstream => upstream with { MaxConnections = 1 }), _clock);
        await (await proxy.ConnectAsync()).SendAsync("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the connection is taken");
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.UntilAsync(now => now.Requests == 2, "the other waits");
        var answer = client.ReadResponseAsync();
        ExpectTime(await proxy.AdvanceUntilAsync(answer, Step), seconds);
        Assert.That((await answer).Status, Is.EqualTo(503));
    }

    [TestCase("/own", 60)]
    [TestCase("/other", 3600)]
    public async Task Silent_tunnel_has_the_routes_time(string path, int seconds)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            await connection.WaitForEndAsync();
        });
        var own = new RouteTimeoutOptions { TunnelIdle = TimeSpan.FromSeconds(60) };
        await using var proxy = await ProxyFixture.StartAsync(Routed(origin.Address, route => route with { Timeouts = own }), _clock);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        Assert.That((await client.ReadResponseAsync(toHead: true)).Status, Is.EqualTo(101));
        ExpectTime(await proxy.AdvanceUntilAsync(client.WaitForEndAsync(), TimeSpan.FromSeconds(10)), seconds, tolerance: 15);
    }

    [TestCase("/own", 5, 413)]
    [TestCase("/own", 4, 200)]
    [TestCase("/other", 10, 200)]
    [TestCase("/other", 11, 413)]
    [TestCase("/any", 100_000, 200)]
    public async Task Body_has_the_routes_bound_and_a_length_past_it_asks_no_origin(string path, int length, int status)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Limited(origin));
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync($"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
        Assert.That((answer.Status, origin.Accepted), Is.EqualTo((status, status == 200 ? 1 : 0)));
    }

    [TestCase("/own", 3, 413)]
    [TestCase("/own", 2, 200)]
    [TestCase("/other", 5, 200)]
    [TestCase("/other", 6, 413)]
    [TestCase("/any", 1000, 200)]
    public async Task Chunks_have_the_routes_bound(string path, int chunks, int status)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Limited(origin));
        var client = await proxy.ConnectAsync();
        var body = string.Concat(Enumerable.Repeat("2\r\nxx\r\n", chunks));
        Assert.That((await client.AskAsync($"POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}0\r\n\r\n")).Status, Is.EqualTo(status));
    }

    private static void ExpectTime(TimeSpan time, double seconds, double tolerance = 1.5) =>
        Assert.That(time.TotalSeconds, Is.InRange(seconds - 0.5, seconds + tolerance));

    private static ScriptedOrigin Silent() => ScriptedOrigin.Start(async connection =>
    {
        await connection.NextAsync();
        await connection.NextAsync();
    });

    private ProxyOptions Routed(string address, Func<RouteOptions, RouteOptions> own) => Options(address) with
    {
        Routes = [own(new RouteOptions { Path = "/own", Upstream = "default" }), new RouteOptions { Upstream = "default" }],
    };

    private ProxyOptions Limited(ScriptedOrigin origin) => Options(origin.Address) with
    {
        Limits = new LimitOptions { MaxRequestBodyBytes = 10 },
        Routes =
        [
            new RouteOptions { Path = "/own", Upstream = "default", MaxRequestBodyBytes = 4 },
            new RouteOptions { Path = "/any", Upstream = "default", MaxRequestBodyBytes = long.MaxValue },
            new RouteOptions { Upstream = "default" },
        ],
    };
}
