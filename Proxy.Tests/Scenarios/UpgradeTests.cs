using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Connections that become tunnels by 101 (RFC 9110 §7.8) or CONNECT (RFC 9110 §9.3.6).</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class UpgradeTests(TransportKind kind) : Scenario(kind)
{
    private const string Ask = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n";
    private const string Switch = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\nServer: x\r\nX-Kept: 1\r\n\r\n";

    [Test]
    public async Task Both_sides_talk_and_end_in_their_own_time()
    {
        using var origin = Switching(async connection =>
        {
            await connection.SendAsync("hello first");
            Assert.That(await ReadTextAsync(connection, 4), Is.EqualTo("ping"));
            await connection.SendAsync("pong");
            Assert.That(await connection.ReadToEndAsync(), Is.Empty);
            await connection.SendAsync("last words");
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(Ask);
        Assert.That(answer.Head, Is.EqualTo("HTTP/1.1 101 Switching Protocols\r\nX-Kept: 1\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\n\r\n"));
        Assert.That((origin.Requests[0].Field("Upgrade"), origin.Requests[0].Field("Connection")), Is.EqualTo(("echo/1", "Upgrade")));
        Assert.That(await ReadTextAsync(client, 11), Is.EqualTo("hello first"));
        Assert.That((proxy.Statistics.OpenTunnels, proxy.Statistics.TunnelsOpened), Is.EqualTo((1, 1)));
        await client.SendAsync("ping");
        Assert.That(await ReadTextAsync(client, 4), Is.EqualTo("pong"));
        client.ShutdownSend();
        Assert.That(Encoding.ASCII.GetString(await client.ReadToEndAsync()), Is.EqualTo("last words"));
        await proxy.UntilAsync(now => now is { OpenTunnels: 0, OpenConnections: 0, UpstreamOpen: 0 }, "the tunnel is gone");
        Assert.That(proxy.Statistics.Errors, Is.Empty);
        Assert.That(origin.Failures, Is.Empty);
    }

    [Test]
    public async Task Origin_may_end_first()
    {
        using var origin = Switching(async connection =>
        {
            connection.ShutdownSend();
            Assert.That(Encoding.ASCII.GetString(await connection.ReadToEndAsync()), Is.EqualTo("late"));
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        await client.ExpectEndAsync();
        await client.SendAsync("late");
        client.ShutdownSend();
        await proxy.UntilAsync(now => now.OpenTunnels == 0, "the tunnel is gone");
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin heard all");
        Assert.That(origin.Failures, Is.Empty);
    }

    [Test]
    public async Task Bytes_sent_along_with_the_heads_are_the_tunnels()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync(Switch + "early");
            Assert.That(await ReadTextAsync(connection, 5), Is.EqualTo("eager"));
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Ask + "eager")).Status, Is.EqualTo(101));
        Assert.That(await ReadTextAsync(client, 5), Is.EqualTo("early"));
        await client.ExpectEndAsync();
        Assert.That(origin.Failures, Is.Empty);
    }

    [Test]
    public async Task Much_data_passes_both_ways_at_once()
    {
        const int bytes = 8 * 1024 * 1024;
        using var origin = Switching(async connection =>
        {
            while (await connection.ReadSomeAsync() is { Length: > 0 } data)
            {
                await connection.SendAsync(data);
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        var sent = Bodies.Pattern(bytes);
        var sending = Task.Run(async () =>
        {
            await client.SendAsync(sent);
            client.ShutdownSend();
        });
        Assert.That(await client.ReadToEndAsync(), Is.EqualTo(sent));
        await sending;
    }

    [Test]
    public async Task Client_that_does_not_read_stops_the_origin()
    {
        long sent = 0;
        using var origin = Switching(async connection =>
        {
            var block = new byte[64 * 1024];
            while (Volatile.Read(ref sent) < 256L * 1024 * 1024)
            {
                await connection.SendAsync(block);
                Interlocked.Add(ref sent, block.Length);
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync(receiveBuffer: 8 * 1024);
        await client.AskAsync(Ask);
        await Patience.UntilStillAsync(() => Volatile.Read(ref sent), "the origin is held back");
        Assert.That(Volatile.Read(ref sent), Is.LessThan(32L * 1024 * 1024));
    }

    [Test]
    public async Task Reset_on_one_side_resets_the_other([Values] bool byClient)
    {
        var reset = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = Switching(async connection =>
        {
            await reset.Task;
            if (byClient)
            {
                Assert.That(async () => await connection.ReadToEndAsync(), Throws.InstanceOf<System.Net.Sockets.SocketException>());
            }
            else
            {
                connection.Reset();
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        reset.SetResult();
        if (byClient)
        {
            client.Reset();
        }
        else
        {
            client.ExpectReset();
        }

        await proxy.UntilAsync(now => now is { OpenTunnels: 0, UpstreamOpen: 0 }, "the tunnel is gone");
        await Patience.UntilAsync(() => origin.Ended == 1, "the origin is done");
        Assert.That(origin.Failures, Is.Empty);
        var error = byClient ? ProxyError.ClientBodyTruncated : ProxyError.UpstreamBodyTruncated;
        Assert.That(proxy.Statistics.Errors.Keys, Is.EqualTo(new[] { error }));
    }

    [Test]
    public async Task Silence_ends_it_only_after_its_own_time()
    {
        using var origin = Switching(async connection =>
        {
            await connection.SendAsync(await connection.ReadSomeAsync());
            await connection.ReadToEndAsync();
        });
        var options = Options(origin.Address) with { Timeouts = new TimeoutOptions { TunnelIdle = TimeSpan.FromMinutes(30) } };
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        await proxy.AdvanceAsync(TimeSpan.FromMinutes(29));
        await client.SendAsync("still here");
        await client.ReadExactlyAsync("still here".Length);
        var end = client.ReadToEndAsync();
        var time = await proxy.AdvanceUntilAsync(end, TimeSpan.FromMinutes(1));
        Assert.That(time, Is.InRange(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31)));
        await proxy.UntilAsync(now => now.Errors.ContainsKey(ProxyError.TunnelIdle), "it is counted");
    }

    [Test]
    public async Task Half_closed_tunnel_is_not_held_for_long()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = Switching(async connection =>
        {
            await connection.ReadToEndAsync();
            heard.SetResult();
            await over.Task;
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        client.ShutdownSend();
        await heard.Task.WaitAsync(Patience.Time);
        var time = await proxy.AdvanceUntilAsync(client.WaitForEndAsync(), TimeSpan.FromSeconds(5));
        over.SetResult();
        Assert.That(time, Is.InRange(TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(70)));
    }

    [Test]
    public async Task Half_closed_client_that_takes_nothing_is_cut_and_seen_to_be()
    {
        using var origin = Switching(async connection => await connection.SendAsync(new byte[32 * 1024 * 1024]));
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync(receiveBuffer: 8 * 1024);
        await client.AskAsync(Ask);
        client.ShutdownSend();
        await proxy.UntilAsync(now => now.BuffersInUse > 0, "the client's socket is full");
        var over = proxy.UntilAsync(now => now.OpenTunnels == 0, "the tunnel is cut");
        Assert.That(await proxy.AdvanceUntilAsync(over, TimeSpan.FromSeconds(5)), Is.InRange(TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(190)));
        client.ExpectReset();
    }

    [Test]
    public async Task Bytes_behind_a_refused_connect_are_no_requests()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        var options = Options(origin.Address) with { Requests = new RequestOptions { ForwardConnect = true } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("CONNECT a:22 HTTP/1.1\r\nHost: a:22\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That((answer.Status, answer.Field("Connection")), Is.EqualTo((403, "close")));
        await client.WaitForEndAsync();
        Assert.That(origin.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stop_waits_for_the_tunnel_and_cuts_it_at_the_deadline()
    {
        using var origin = Switching(async connection => await connection.WaitForEndAsync());
        var options = Options(origin.Address) with { Timeouts = new TimeoutOptions { Drain = TimeSpan.FromMilliseconds(100) } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.AskAsync(Ask);
        Assert.That(await proxy.Server.StopAsync().WaitAsync(Patience.Time), Is.EqualTo(1), "it is counted");
        client.ExpectReset();
    }

    [Test]
    public async Task Refusal_to_switch_is_an_ordinary_response()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Ask)).Text, Is.EqualTo("hello"));
        Assert.That((await client.AskAsync(Ask)).Text, Is.EqualTo("hello"), "the connection goes on");
        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Switch, null, TestName = "Nobody_asked")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\n\r\n", Switch, null, TestName = "Connection_does_not_name_it")]
    [TestCase("GET / HTTP/1.0\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n", Switch, null, TestName = "Http_1_0_cannot_ask")]
    [TestCase(
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n", Switch, null,
        TestName = "H2c_is_never_asked_for")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: H2C, echo/2 ,, echo/1\r\nConnection: upgrade\r\n\r\n", "HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n",
        "echo/2,echo/1", TestName = "Switch_to_what_was_not_passed_on")]
    [TestCase(Ask, "HTTP/1.1 101 X\r\nUpgrade: other\r\n\r\n", "echo/1", TestName = "Switch_to_another_protocol")]
    [TestCase(Ask, "HTTP/1.1 101 X\r\nConnection: Upgrade\r\n\r\n", "echo/1", TestName = "Switch_to_no_protocol")]
    public async Task Switch_that_was_not_agreed_is_a_bad_gateway(string request, string response, string? asked)
    {
        using var origin = ScriptedOrigin.Answering(response);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(request)).Status, Is.EqualTo(502));
        Assert.That((origin.Requests[0].Field("Upgrade"), origin.Requests[0].Field("HTTP2-Settings")), Is.EqualTo((asked, (string?)null)));
        await proxy.UntilAsync(now => now.UpstreamOpen == 0, "that connection is thrown away");
    }

    [Test]
    public async Task Long_list_of_protocols_is_passed_on()
    {
        var list = string.Join(',', Enumerable.Repeat("a", 8000));
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nConnection:upgrade\r\nUpgrade:{list}\r\n\r\n");
        Assert.That(origin.Requests[0].Field("Upgrade"), Is.EqualTo(list));
    }

    [Test]
    public async Task Request_with_a_body_switches_behind_it()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            Assert.That((await connection.NextAsync())!.Text, Is.EqualTo("hello"));
            await connection.SendAsync(Switch);
            Assert.That(await ReadTextAsync(connection, 5), Is.EqualTo("after"));
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var ask = Ask.Replace("GET", "POST", StringComparison.Ordinal).Replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello", StringComparison.Ordinal);
        Assert.That((await client.AskAsync(ask)).Status, Is.EqualTo(101));
        await client.SendAsync("after");
        await client.ExpectEndAsync();
        Assert.That(origin.Failures, Is.Empty);
    }

    [Test]
    public async Task Switch_before_the_request_is_over_is_a_bad_gateway()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync(Switch);
            await connection.WaitForEndAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var ask = Ask.Replace("GET", "POST", StringComparison.Ordinal).Replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n", StringComparison.Ordinal);
        Assert.That((await client.AskAsync(ask)).Status, Is.EqualTo(502));
    }

    [Test]
    public async Task Pipe_of_an_embedder_is_a_tunnel_too()
    {
        using var origin = Switching(async connection =>
        {
            Assert.That(await ReadTextAsync(connection, 4), Is.EqualTo("ping"));
            await connection.SendAsync("pong");
        });
        await using var proxy = await StartAsync(origin);
        var pipe = proxy.OpenPipe(new ConnectionInfo());
        await pipe.SendAsync(Ask);
        Assert.That(await pipe.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 101 "));
        await pipe.SendAsync("ping");
        Assert.That(await pipe.ReadToEndAsync(), Is.EqualTo("pong"));
        await proxy.UntilAsync(now => now is { OpenTunnels: 0, OpenConnections: 0 }, "the tunnel is gone");
    }

    [Test]
    public async Task Connect_is_a_tunnel_where_it_is_allowed([Values] bool agreed)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync(agreed ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            await connection.SendAsync(await ReadTextAsync(connection, 4));
        });
        var options = Options(origin.Address) with { Requests = new RequestOptions { ForwardConnect = true } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("CONNECT a.example:22 HTTP/1.1\r\nHost: a.example:22\r\n\r\n");
        if (!agreed)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("no"));
            return;
        }

        var answer = await client.ReadResponseAsync(toHead: true);
        Assert.That((answer.Status, answer.Field("Content-Length")), Is.EqualTo((200, (string?)null)));
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo("CONNECT a.example:22 HTTP/1.1"));
        await client.SendAsync("echo");
        Assert.That(Encoding.ASCII.GetString(await client.ReadToEndAsync()), Is.EqualTo("echo"));
    }

    private static ScriptedOrigin Switching(Func<OriginConnection, Task> script) => ScriptedOrigin.Start(async connection =>
    {
        await connection.NextHeadAsync();
        await connection.SendAsync(Switch);
        await script(connection);
    });

    private static async Task<string> ReadTextAsync(Wire wire, int count) => Encoding.ASCII.GetString(await wire.ReadExactlyAsync(count));
}
