using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Every status the proxy answers by itself, from its cause.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RefusalTests(TransportKind kind) : Scenario(kind)
{
    private static readonly LimitOptions Small = new() { MaxStartLineBytes = 64, MaxHeaderBytes = 256, MaxFields = 5, MaxRequestBodyBytes = 10 };

    [TestCase("GET / HTTP/1.1\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [TestCase("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\n", 414)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n", 431)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501)]
    [TestCase("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [TestCase("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405)]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", 413)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world", 413)]
    public async Task Request_is_refused_and_the_connection_ends(string request, int status)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = Small });
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(request);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Field("Connection"), Is.EqualTo("close"));
            Assert.That(answer.Field("Date"), Is.Not.Null);
            Assert.That(origin.Accepted, Is.Zero);
        });
        await client.ExpectEndAsync();
    }

    [TestCase("HEAD / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400)]
    [TestCase("HEAD / HTTP/1.1\r\n: a\r\n\r\n", 400)]
    [TestCase("HEAD /a#b HTTP/1.1\r\n", 400)]
    [TestCase("HEAD / HTTP/2.0\r\n", 505)]
    public async Task Refused_head_is_answered_without_content(string request, int status)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(request, toHead: true)).Status, Is.EqualTo(status));
        await client.ExpectEndAsync();
    }

    [TestCase("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    public async Task Refused_client_may_still_send_what_it_had_to_say(string request)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync(request);
        await client.ExpectEndAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await proxy.SettleAsync();
        Assert.That(proxy.Statistics.OpenConnections, Is.EqualTo(1));
        client.ShutdownSend();
        await proxy.UntilAsync(now => now.OpenConnections == 0, "the connection ends with its client");
        Assert.That(origin.Requests, Is.Empty);
    }

    [TestCase("junk\r\n\r\n", "client-head-invalid")]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "method-not-forwarded")]
    public async Task Refusal_is_counted_and_logged_wherever_it_happens(string request, string reason)
    {
        using var origin = ScriptedOrigin.Answering();
        using var log = new RecordingLog();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address), log: log);
        await (await proxy.ConnectAsync()).AskAsync(request);
        await proxy.UntilAsync(now => now.Errors.Values.Sum() == 1, "it is counted");
        await Patience.UntilAsync(() => log.Lines.Count > 0, "it is logged");
        Assert.That(log.Lines[^1], Is.EqualTo((LogLevel.Debug, $"request failed: {reason}, endpoint -, tries 0")));
    }

    [Test]
    public async Task Refusal_reaches_a_client_that_goes_on_sending()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = Small });
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
        await client.SendAsync(new byte[100_000]);
        await proxy.UntilAsync(now => now.Requests == 1, "the request is refused");
        await client.SendAsync(new byte[100_000]);
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(413));
        await client.SendAsync(new byte[100_000]);
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Chunked_body_over_the_limit_is_refused_and_aborts_the_origins_exchange()
    {
        using var origin = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = Small });
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        await Patience.UntilAsync(() => origin.Accepted == 1, "the upload begins");
        await client.SendAsync("6\r\n world\r\n0\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(413));
        await client.ExpectEndAsync();
        await Patience.UntilAsync(() => origin.Failures.Count == 1, "the origin sees its request cut short");
        Assert.That(proxy.Statistics.Errors, Contains.Key(ProxyError.ClientBodyTooLarge));
    }

    [Test]
    public async Task Malformed_chunk_is_refused_and_aborts_the_origins_exchange()
    {
        using var origin = ScriptedOrigin.Start(connection => connection.NextAsync());
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        await Patience.UntilAsync(() => origin.Accepted == 1, "the upload begins");
        await client.SendAsync("zz\r\n");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(400));
        await client.ExpectEndAsync();
        await Patience.UntilAsync(() => origin.Failures.Count == 1, "the origin sees its request cut short");
    }

    [TestCase("HTTP/1.1 2x0 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")]
    [TestCase("HTTP/1.1 200 O")]
    [TestCase("")]
    public async Task Broken_response_head_is_502_and_keeps_the_client(string response)
    {
        var good = false;
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(good ? OriginConnection.Hello : response);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")).Status, Is.EqualTo(502));
        good = true;
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Origin_that_fails_while_the_upload_runs_is_502([Values("", "HTTP/1.1 2x0 OK\r\n\r\n")] string response)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.ReadExactlyAsync(5);
            await connection.SendAsync(response);
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
        Assert.That(answer.Status, Is.EqualTo(502));
        Assert.That(answer.Field("Connection"), Is.EqualTo("close"));
        await client.ExpectEndAsync();
        Assert.That(origin.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Client_past_the_limit_is_shed_with_503()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = new LimitOptions { MaxConnections = 2 } });
        var first = await proxy.ConnectAsync();
        var second = await proxy.ConnectAsync();
        await first.GetAsync();
        await second.GetAsync();
        var third = await proxy.ConnectAsync();
        var answer = await third.ReadResponseAsync();
        await proxy.UntilAsync(now => now.Errors.ContainsKey(ProxyError.ConnectionLimit), "it is counted");
        Assert.That((answer.Status, answer.Field("Connection")), Is.EqualTo((503, "close")));
        await third.ExpectEndAsync();
        Assert.That(proxy.Statistics.ConnectionsShed, Is.EqualTo(1));
        first.Dispose();
        await proxy.UntilAsync(now => now.OpenConnections == 1, "a place comes free");
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Status, Is.EqualTo(200));
        Assert.That((await second.GetAsync()).Status, Is.EqualTo(200));
    }
}
