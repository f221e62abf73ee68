using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Which endpoint gets a request, over real sockets.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class BalancingTests(TransportKind kind) : Scenario(kind)
{
    private static readonly HashOptions ByKey = new() { Key = "{header.X-Key}" };

    [Test]
    public async Task Unconfigured_busy_endpoints_are_left_alone()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var slow = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await gate.Task;
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        using var b = ScriptedOrigin.Answering();
        using var c = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(slow.Address, b.Address, c.Address));
        var waiting = new List<RawClient>();
        for (var i = 0; slow.Requests.Count == 0 && i < 1000; i++)
        {
            var client = await proxy.ConnectAsync();
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await Patience.UntilAsync(() => slow.Requests.Count + b.Requests.Count + c.Requests.Count == i + 1, "somebody is asked");
            waiting.Add(client);
        }

        var (before, other) = (slow.Requests.Count, await proxy.ConnectAsync());
        for (var i = 0; i < 200; i++)
        {
            Assert.That((await other.GetAsync()).Status, Is.EqualTo(200));
            await proxy.SettleAsync();
        }

        Assert.That(slow.Requests, Has.Count.EqualTo(before));
        Assert.That(new[] { b.Requests.Count, c.Requests.Count }, Is.All.GreaterThan(60), "and the others share");
        gate.SetResult();
        foreach (var client in waiting)
        {
            await client.ReadResponseAsync();
        }
    }

    [Test]
    public async Task Same_key_goes_to_the_same_endpoint_on_every_connection_and_loop_and_behind_a_reload()
    {
        using var origins = new Origins();
        var options = WithUpstream(Options(origins.Addresses), upstream => upstream with { Balance = BalanceAlgorithm.ConsistentHash, Hash = ByKey });
        options = options with { Transport = options.Transport with { Threads = 2 } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var homes = new string[30];
        for (var round = 0; round < 2; round++)
        {
            var clients = new[] { await proxy.ConnectAsync(), await proxy.ConnectAsync(), await proxy.ConnectAsync() };
            for (var key = 0; key < homes.Length; key++)
            {
                foreach (var client in clients)
                {
                    var home = (await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Key: k{key}\r\n\r\n")).Text;
                    Assert.That(home, Is.EqualTo(homes[key] ??= home), $"key {key}, round {round}");
                }
            }

            await proxy.Server.ReloadAsync(options with { Limits = new() { MaxFields = 50 } });
        }

        Assert.That(homes.Distinct().Count(), Is.EqualTo(3), "all are in use");
    }

    [Test]
    public async Task Key_of_a_dead_endpoint_is_served_by_another()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = WithUpstream(
            Options(ScriptedOrigin.Refusing(), origin.Address), upstream => upstream with { Balance = BalanceAlgorithm.ConsistentHash, Hash = ByKey });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        for (var key = 0; key < 20; key++)
        {
            Assert.That((await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Key: k{key}\r\n\r\n")).Status, Is.EqualTo(200));
        }

        Assert.That(proxy.Statistics.Retries, Is.InRange(1, 19));
    }

    [Test]
    public async Task First_is_asked_while_it_lives_and_then_the_next()
    {
        using var a = ScriptedOrigin.Answering();
        using var b = ScriptedOrigin.Answering();
        var options = WithUpstream(Options(a.Address, ScriptedOrigin.Refusing(), b.Address), upstream => upstream with { Balance = BalanceAlgorithm.First });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            await client.GetAsync();
        }

        Assert.That((a.Requests.Count, b.Requests.Count), Is.EqualTo((5, 0)));
        var reloaded = WithUpstream(options, upstream => upstream with { Endpoints = [.. upstream.Endpoints.Skip(1)] });
        await proxy.Server.ReloadAsync(reloaded);
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        Assert.That((b.Requests.Count, proxy.Statistics.Retries), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Slow_endpoint_is_asked_once_and_left_by_latency()
    {
        ProxyFixture? proxy = null;
        using var slow = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                await proxy!.AdvanceAsync(TimeSpan.FromMicroseconds(700));
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        using var fast = ScriptedOrigin.Answering();
        var options = WithUpstream(Options(slow.Address, fast.Address), upstream => upstream with { Balance = BalanceAlgorithm.PeakEwma });
        await using var started = proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 100; i++)
        {
            await client.GetAsync();
        }

        Assert.That((slow.Requests.Count, fast.Requests.Count), Is.EqualTo((1, 99)));
        var latencies = proxy.Server.Workers[0].Snapshot.Upstreams[0].Endpoints.Select(endpoint => endpoint.Load.Latency.Average);
        Assert.That(latencies, Is.EqualTo(new[] { 700f, 1f }), "microseconds, of which none is the least that counts");
    }

    [Test]
    public async Task Client_is_bound_by_its_cookie_through_a_reload_and_bound_anew_when_its_endpoint_is_gone()
    {
        using var origins = new Origins();
        var options = WithUpstream(Options(origins.Addresses), upstream => upstream with { Sticky = new() { Cookie = "lb", MaxAge = TimeSpan.FromHours(1) } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var first = await client.GetAsync();
        var (home, line) = (first.Text, first.Field("Set-Cookie")!);
        Assert.That(line, Does.Match("^lb=[A-Za-z0-9_-]{22}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax$"));
        var cookie = line.Split(';')[0];
        await StaysAsync(client, cookie, home);
        await proxy.Server.ReloadAsync(options with { Limits = new() { MaxFields = 50 } });
        await StaysAsync(client, cookie, home);

        var gone = int.Parse(home, null);
        var without = WithUpstream(options, upstream => upstream with { Endpoints = [.. upstream.Endpoints.Where((_, i) => i != gone)] });
        await proxy.Server.ReloadAsync(without);
        var moved = await AskAsync(client, cookie);
        Assert.That(moved.Text, Is.Not.EqualTo(home));
        Assert.That(moved.Field("Set-Cookie"), Does.StartWith("lb=").And.Not.EqualTo(line));
        await StaysAsync(client, moved.Field("Set-Cookie")!.Split(';')[0], moved.Text);

        await proxy.Server.ReloadAsync(options);
        await StaysAsync(client, cookie, home);
    }

    [Test]
    public async Task Client_of_a_dead_endpoint_is_bound_to_who_answers()
    {
        using var a = ScriptedOrigin.Answering();
        var options = WithUpstream(Options(ScriptedOrigin.Refusing(), a.Address), upstream => upstream with
        {
            Sticky = new() { Cookie = "lb", Secret = "sixteen letters!" },
            Balance = BalanceAlgorithm.First,
        });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var cookie = (await client.GetAsync()).Field("Set-Cookie")!.Split(';')[0];
        Assert.That(proxy.Statistics.Retries, Is.EqualTo(1));
        await StaysAsync(client, cookie, "hello");
        Assert.That(proxy.Statistics.Retries, Is.EqualTo(1), "the dead one was not asked again");
    }

    [Test]
    public async Task Draining_endpoint_keeps_its_clients_and_gets_no_others()
    {
        using var origins = new Origins();
        var options = WithUpstream(Options(origins.Addresses), upstream => upstream with { Sticky = new() { Cookie = "lb" } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var first = await client.GetAsync();
        var cookie = first.Field("Set-Cookie")!.Split(';')[0];
        var upstream = proxy.Server.Workers[0].Snapshot.Upstreams[0];
        upstream.Group.SetDraining(upstream.Endpoints[int.Parse(first.Text, null)], true);
        await StaysAsync(client, cookie, first.Text);
        for (var i = 0; i < 30; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.Not.EqualTo(first.Text));
        }
    }

    [Test]
    public async Task Cookie_stands_beside_the_origins_own_and_no_policy_takes_it_off()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nSet-Cookie: sid=7\r\nContent-Length: 0\r\n\r\n");
        var options = WithUpstream(Options(origin.Address), upstream => upstream with { Sticky = new() { Cookie = "lb" } });
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Head, Does.Contain("\r\nSet-Cookie: sid=7\r\n").And.Match("\r\nSet-Cookie: lb="));
        await proxy.Server.ReloadAsync(options with { ResponseHeaders = new() { Remove = ["Set-Cookie"] } });
        Assert.That((await client.GetAsync()).Head, Does.Not.Contain("sid=7").And.Match("\r\nSet-Cookie: lb="));
    }

    private static async Task StaysAsync(RawClient client, string cookie, string home)
    {
        for (var i = 0; i < 10; i++)
        {
            var response = await AskAsync(client, cookie);
            Assert.That((response.Text, response.Field("Set-Cookie")), Is.EqualTo((home, (string?)null)));
        }
    }

    private static Task<WireMessage> AskAsync(RawClient client, string cookie) =>
        client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b; {cookie}\r\n\r\n");

    // Three that answer 0, 1 and 2.
    private sealed class Origins : IDisposable
    {
        private readonly ScriptedOrigin[] _all =
            [.. Enumerable.Range(0, 3).Select(i => ScriptedOrigin.Answering($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{i}"))];

        public string[] Addresses => [.. _all.Select(origin => origin.Address)];

        public void Dispose() => Array.ForEach(_all, static origin => origin.Dispose());
    }
}
