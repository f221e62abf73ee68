using System.Text.Json;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Every request is logged once, whatever becomes of it.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class AccessLogTests(TransportKind kind) : Scenario(kind)
{
    private RecordingSink _log = null!;

    [SetUp]
    public void BeginLog() => _log = new RecordingSink();

    [TearDown]
    public void EndLog() => _log.Dispose();

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", OriginConnection.Hello, 5, 0)]
    [TestCase("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 0, 0)]
    [TestCase("GET / HTTP/1.0\r\n\r\n", OriginConnection.Hello, 5, 0)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", OriginConnection.Hello, 5, 3)]
    [TestCase("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 5, 3)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nhello|", 5, 0)]
    public async Task Forwarded_request_and_the_bytes_of_both_bodies(string request, string response, int sent, int received)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(response.TrimEnd('|'));
            if (!response.EndsWith('|'))
            {
                await connection.ReadToEndAsync();
            }
        });
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        await client.AskAsync(request, toHead: request.StartsWith('H'));
        var line = await _log.OnlyAsync();
        Assert.That(
            (Text(line, "client"), Number(line, "status"), Number(line, "bytes_sent"), Number(line, "bytes_received"), Text(line, "upstream"), Number(line, "tries")),
            Is.EqualTo(("127.0.0.1", 200, sent, received, "default", 1)));
        Assert.That(Text(line, "endpoint"), Is.EqualTo(origin.Address));
        Assert.That(line.TryGetProperty("error", out _), Is.False);
    }

    [Test]
    public async Task Requests_of_a_connection_are_logged_in_their_order()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address), AccessLogFormat.Combined);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 500; i++)
        {
            await client.SendAsync($"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        for (var i = 0; i < 500; i++)
        {
            await client.ReadResponseAsync();
        }

        var lines = await _log.WaitAsync(500);
        Assert.That(lines.Select(line => line.Split(' ')[6]), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"/{i}")));
    }

    [TestCase("nonsense\r\n\r\n", 400, "nonsense")]
    [TestCase("\u0016\u0003\u0001\u0002", 400, "\u0016\u0003\u0001\u0002")]
    [TestCase("\r\nGET nowhere HTTP/1.1\r\n\r\n", 400, "GET nowhere HTTP/1.1")]
    [TestCase("GET /{9000} HTTP/1.1\r\n", 414, null)]
    [TestCase("GET /a HTTP/1.1\r\nHost: a\r\nX: {40000}\r\n\r\n", 431, "GET /a HTTP/1.1")]
    [TestCase("GET /a HTTP/3.1\r\n\r\n", 505, "GET /a HTTP/3.1")]
    public async Task Head_that_is_refused(string head, int status, string? refused)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(head.Replace("{9000}", new string('x', 9000)).Replace("{40000}", new string('x', 40000)));
        var line = await _log.OnlyAsync();
        Assert.That((answer.Status, Number(line, "status"), Text(line, "error")), Is.EqualTo((status, status, "client-head-invalid")));
        Assert.That(Text(line, "refused_line"), refused is null ? Has.Length.EqualTo(512) : Is.EqualTo(refused));
        Assert.That(Number(line, "bytes_sent"), Is.EqualTo(answer.Body.Length));
    }

    [Test]
    public async Task Head_that_is_whole_and_refused_is_told_as_any_other()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        await (await proxy.ConnectAsync()).AskAsync("DELETE /it HTTP/1.1\r\n\r\n");
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Text(line, "method"), Text(line, "target")), Is.EqualTo((400, "DELETE", "/it")));
    }

    [Test]
    public async Task Head_that_comes_too_slowly()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address), clock: new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET /slow HT");
        await proxy.SettleAsync();
        var answer = client.ReadResponseAsync();
        await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(1));
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Text(line, "error"), Text(line, "refused_line")), Is.EqualTo((408, "client-head-timeout", "GET /slow HT")));
        Assert.That(Number(line, "duration_ms"), Is.InRange(14_000, 17_000));
    }

    [Test]
    public async Task Client_that_goes_in_its_head()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET /gone");
        client.ShutdownSend();
        await client.ExpectEndAsync();
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Text(line, "error"), Text(line, "refused_line")), Is.EqualTo((499, "client-closed-in-head", "GET /gone")));
    }

    [Test]
    public async Task Client_that_only_connects_is_not_logged()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var silent = await proxy.ConnectAsync();
        silent.ShutdownSend();
        await silent.ExpectEndAsync();
        await (await proxy.ConnectAsync()).GetAsync();
        await _log.OnlyAsync();
    }

    [TestCase("GET /no HTTP/1.1\r\nHost: b\r\n\r\n", 404, "no-route")]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method-not-forwarded")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417, "expectation-unknown")]
    public async Task Request_that_is_refused(string request, int status, string error)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address) with { Routes = [new RouteOptions { Hosts = ["a"], Upstream = "default" }] });
        var answer = await (await proxy.ConnectAsync()).AskAsync(request);
        var line = await _log.OnlyAsync();
        Assert.That((answer.Status, Number(line, "status"), Text(line, "error")), Is.EqualTo((status, status, error)));
        Assert.That(Number(line, "bytes_sent"), Is.EqualTo(answer.Body.Length));
        Assert.That(line.TryGetProperty("tries", out _), Is.False);
    }

    [TestCase("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n")]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\nCookie: c\r\nMax-Forwards: 0\r\n\r\n")]
    public async Task Response_of_our_own(string request)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address) with { Requests = new RequestOptions { ForwardTrace = true } });
        var answer = await (await proxy.ConnectAsync()).AskAsync(request);
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Number(line, "bytes_sent")), Is.EqualTo((200, answer.Body.Length)));
        Assert.That(line.TryGetProperty("error", out _), Is.False);
    }

    [TestCase(403, 403, "hook-refused")]
    [TestCase(-1, 500, "internal")]
    public async Task Hook_that_refuses(int chosen, int status, string error)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartLoggedAsync(Options(origin.Address), hooks: new Refusing(chosen));
        proxy.ExpectedFaults = chosen < 0 ? 1 : 0;
        await (await proxy.ConnectAsync()).GetAsync();
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Text(line, "error")), Is.EqualTo((status, error)));
    }

    [Test]
    public async Task Origin_that_cannot_be_reached()
    {
        var address = ScriptedOrigin.Refusing();
        var options = Options(address) with { Routes = [new RouteOptions { Name = "only", Upstream = "default" }] };
        await using var proxy = await StartLoggedAsync(options);
        await (await proxy.ConnectAsync()).GetAsync();
        var line = await _log.OnlyAsync();
        Assert.That(
            (Number(line, "status"), Text(line, "error"), Number(line, "tries"), Text(line, "endpoint"), Text(line, "route")),
            Is.EqualTo((502, "upstream-connect-refused", 2, address, "only")));
        Assert.That(line.TryGetProperty("head_ms", out _), Is.False);
    }

    [Test]
    public async Task Response_that_ends_too_early_is_told_to_be_cut()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nhello");
        });
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReadToEndAsync();
        var line = await _log.OnlyAsync();
        Assert.That(
            (Number(line, "status"), Text(line, "error"), Number(line, "bytes_sent"), line.GetProperty("cut").GetBoolean()),
            Is.EqualTo((201, "upstream-body-truncated", 5, true)));
    }

    [TestCase("", 499, false)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 200, true)]
    public async Task Client_that_resets(string begun, int status, bool cut)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(begun);
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        if (cut)
        {
            await client.ReadHeadAsync();
            await client.ReadExactlyAsync(5);
        }

        client.Reset();
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Text(line, "error"), line.TryGetProperty("cut", out _)), Is.EqualTo((status, "client-aborted", cut)));
    }

    [Test]
    public async Task Tunnel_is_logged_at_its_end_with_the_bytes_of_both_ways()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\nhello");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartLoggedAsync(Options(origin.Address));
        var client = await proxy.ConnectAsync();
        await client.AskAsync("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n");
        await client.ReadExactlyAsync(5);
        Assert.That(_log.Lines, Is.Empty);
        await client.SendAsync("bye");
        client.ShutdownSend();
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "status"), Number(line, "bytes_sent"), Number(line, "bytes_received")), Is.EqualTo((101, 5, 3)));
        Assert.That(line.TryGetProperty("error", out _), Is.False);
    }

    [Test]
    public async Task Times_tell_where_a_request_waited()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await gate.Task;
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            await connection.NextAsync();
        });
        var options = WithUpstream(Options(origin.Address), upstream => upstream with { MaxConnections = 1 });
        await using var proxy = await StartLoggedAsync(options, clock: new ManualClock());
        var first = await proxy.ConnectAsync();
        await first.SendAsync("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the request reaches the origin");
        var second = await proxy.ConnectAsync();
        await second.SendAsync("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.UntilAsync(now => now.Requests == 2, "the second waits");
        await proxy.AdvanceAsync(TimeSpan.FromMilliseconds(2_000));
        gate.SetResult();
        await first.ReadHeadAsync();
        await proxy.AdvanceAsync(TimeSpan.FromMilliseconds(1_000));
        first.Reset();
        var line = await _log.OnlyAsync();
        Assert.That((Number(line, "wait_ms"), Number(line, "head_ms"), Number(line, "duration_ms")), Is.EqualTo((0, 2_000, 3_000)));
        second.Reset();
        line = JsonElement.Parse((await _log.WaitAsync(2))[1]);
        Assert.That((Text(line, "target"), Number(line, "duration_ms")), Is.EqualTo(("/second", 3_000)));
    }

    [Test]
    public async Task Sink_that_is_stuck_drops_lines_and_holds_up_no_request()
    {
        const int count = 500;
        var messages = new RecordingLog();
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { AccessLog = new AccessLogOptions { BufferBytes = 32 * 1024, FlushInterval = TimeSpan.FromMilliseconds(1) } };
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock(), log: messages, accessLog: _log);
        var client = await proxy.ConnectAsync();
        _log.Block();
        for (var i = 0; i < count; i++)
        {
            Assert.That((await client.GetAsync($"/{i}")).Status, Is.EqualTo(200));
        }

        Assert.That(_log.IsStuck, Is.True);
        var dropped = (int)proxy.Statistics.AccessLogLinesDropped;
        Assert.That(dropped, Is.InRange(1, count - 100));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.That(messages.Lines.Select(line => line.Text), Has.One.EqualTo($"access log: {dropped} lines of loop 0 dropped, since they are written too slowly"));
        _log.Unblock();
        var lines = await _log.WaitAsync(count - dropped);
        Assert.That(lines.Select(line => int.Parse(line.Split(' ')[6][1..], null)), Is.Ordered);
        await client.GetAsync("/again");
        Assert.That((await _log.WaitAsync(count - dropped + 1))[^1], Does.Contain("/again"));
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.That(messages.Lines.Count(line => line.Text.StartsWith("access log", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Sink_that_fails_drops_lines_and_is_tried_again()
    {
        var messages = new RecordingLog();
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address), log: messages, accessLog: _log);
        var client = await proxy.ConnectAsync();
        _log.Fails = true;
        await client.GetAsync();
        await Patience.UntilAsync(() => messages.Lines.Any(line => line.Text == "access log: 1 lines lost: no {room}"), "the loss is told");
        Assert.That(proxy.Statistics.AccessLogLinesDropped, Is.EqualTo(1));
        _log.Fails = false;
        await client.GetAsync();
        await _log.WaitAsync(1);
    }

    [Test]
    public async Task Stop_takes_what_is_left()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { AccessLog = new AccessLogOptions { FlushInterval = TimeSpan.FromMinutes(1) } };
        await using var proxy = await ProxyFixture.StartAsync(options, accessLog: _log);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.SendAsync("GET /cut");
        await proxy.SettleAsync();
        Assert.That(_log.Lines, Is.Empty);
        await proxy.Server.StopAsync(new CancellationToken(canceled: true));
        Assert.That(_log.Lines.Select(line => line.Split('"')[1]), Is.EqualTo(new[] { "GET / HTTP/1.1", "GET /cut" }));
    }

    [Test]
    public async Task Stop_does_not_wait_for_a_sink_that_is_stuck()
    {
        var messages = new RecordingLog();
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address), log: messages, accessLog: _log);
        _log.Block();
        await (await proxy.ConnectAsync()).GetAsync();
        await Patience.UntilAsync(() => _log.IsStuck, "the sink is stuck");
        await proxy.Server.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience.Time);
        Assert.That(messages.Lines.Select(line => line.Text), Has.One.StartsWith("access log: the last lines were not taken"));
        _log.Unblock();
        await _log.WaitAsync(1);
    }

    [Test]
    public async Task Reload_goes_on_with_the_log_as_it_is()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address);
        await using var proxy = await StartLoggedAsync(options);
        var report = await proxy.Server.ReloadAsync(options with { AccessLog = null, Routes = [new RouteOptions { Name = "new", Upstream = "default" }] });
        Assert.That(report.NeedsRestart, Is.EqualTo(new[] { "accessLog" }));
        await (await proxy.ConnectAsync()).GetAsync();
        Assert.That(Text(await _log.OnlyAsync(), "route"), Is.EqualTo("new"));
    }

    [Test]
    public void Options_without_a_sink_are_refused()
    {
        var builder = Proxy.Core.ProxyServer.CreateBuilder().Configure(Options("127.0.0.1:1") with { AccessLog = new AccessLogOptions { Path = "", BufferBytes = 1 } });
        var errors = Assert.Throws<ConfigurationException>(() => builder.Build())!.Errors;
        Assert.That(errors.Select(error => error.Path), Is.EqualTo(new[] { "accessLog.path", "accessLog.bufferBytes", "accessLog" }));
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement line, string name) => line.GetProperty(name).GetInt64();

    private Task<ProxyFixture> StartLoggedAsync(
        ProxyOptions options, AccessLogFormat format = AccessLogFormat.Json, ManualClock? clock = null, ProxyHooks? hooks = null) =>
        ProxyFixture.StartAsync(
            options with { AccessLog = new AccessLogOptions { Format = format, FlushInterval = TimeSpan.FromMilliseconds(1) } }, clock, hooks, accessLog: _log);

    private sealed class Refusing(int status) : ProxyHooks
    {
        public override ValueTask<int> OnRequestAsync(HookContext context) => new(status);
    }
}
