using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class HeaderTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    public async Task Hop_by_hop_fields_stay_on_their_hop()
    {
        var request = await ForwardAsync(
            "Host: a\r\nConnection: keep-alive, X-Named , TE\r\nX-Named: 1\r\nX-Kept: 2\r\nTE: gzip;q=0.5\r\nKeep-Alive: timeout=5\r\n"
            + "Proxy-Connection: keep-alive\r\nUpgrade: websocket\r\nTrailer: X\r\nHTTP2-Settings: AAMAAABk\r\nx-named: 3\r\n");
        Assert.That(Names(request), Is.EquivalentTo(new[] { "Host", "X-Kept", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Via" }));
    }

    [Test]
    public async Task Identity_is_ours_and_never_the_clients()
    {
        var request = await ForwardAsync(
            "Host: shop.example:8080\r\nForwarded: for=6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
            + "X-Forwarded-Port: 1\r\nX-Forwarded-Prefix: /evil\r\nX-Real-IP: 6.6.6.6\r\nVia: 1.0 other\r\n");
        Assert.Multiple(() =>
        {
            Assert.That(request.Head, Does.Not.Contain("6.6.6.6").And.Not.Contain("evil"));
            Assert.That(request.Field("Host"), Is.EqualTo("shop.example:8080"));
            Assert.That(request.Field("X-Forwarded-For"), Is.EqualTo("127.0.0.1"));
            Assert.That(request.Field("X-Forwarded-Proto"), Is.EqualTo("http"));
            Assert.That(request.Field("X-Forwarded-Host"), Is.EqualTo("shop.example:8080"));
            Assert.That(request.Field("X-Forwarded-Port"), Is.EqualTo("8080"));
            Assert.That(request.Field("Via"), Does.Match("^1\\.0 other\\|1\\.1 proxy-[0-9a-f]{8}$"));
        });
    }

    [TestCase("http://real.example/path?q", "GET /path?q HTTP/1.1")]
    [TestCase("http://real.example?q", "GET /?q HTTP/1.1")]
    [TestCase("http://real.example", "GET / HTTP/1.1")]
    public async Task Absolute_form_is_made_origin_form(string target, string expected)
    {
        var request = await ForwardAsync("Host: other.example\r\n", target);
        Assert.That(request.StartLine, Is.EqualTo(expected));
        Assert.That(request.Field("Host"), Is.EqualTo("real.example"));
        Assert.That(request.Field("X-Forwarded-Host"), Is.EqualTo("real.example"));
    }

    [Test]
    public async Task Request_of_1_0_without_host_gets_one()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.AskAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo("GET / HTTP/1.1"));
        Assert.That(origin.Requests[0].Field("Host"), Is.EqualTo(origin.Address["http://".Length..]));
        Assert.That(origin.Requests[0].Field("Via"), Does.Match("^1\\.0 proxy-[0-9a-f]{8}$"));
        Assert.That(origin.Requests[0].Field("X-Forwarded-Host"), Is.Null);
    }

    [Test]
    public async Task Response_loses_hop_by_hop_fields_and_the_origins_self_portrait()
    {
        using var origin = ScriptedOrigin.Answering(
            "HTTP/1.1 200 Fine\r\nServer: Secret/1\r\nX-Powered-By: Secret\r\nConnection: X-Named\r\nX-Named: 1\r\nKeep-Alive: timeout=5\r\n"
            + "Upgrade: h2c\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        var answer = await client.GetAsync();
        Assert.Multiple(() =>
        {
            Assert.That(answer.StartLine, Is.EqualTo("HTTP/1.1 200 Fine"));
            Assert.That(Names(answer), Is.EquivalentTo(new[] { "Set-Cookie", "Set-Cookie", "Content-Length", "Date" }));
            Assert.That(answer.Field("Set-Cookie"), Is.EqualTo("a=1|b=2"));
            Assert.That(answer.Field("Date"), Is.EqualTo("Fri, 02 Jan 2026 03:04:05 GMT"));
        });
    }

    [Test]
    public async Task Date_of_the_origin_stands()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nDate: Tue, 15 Nov 1994 08:12:31 GMT\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await StartAsync(origin);
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Field("Date"), Is.EqualTo("Tue, 15 Nov 1994 08:12:31 GMT"));
    }

    [Test]
    public async Task Heads_as_large_as_the_limits_allow_are_forwarded()
    {
        using var origin = ScriptedOrigin.Answering();
        var limits = new LimitOptions { MaxStartLineBytes = 16 * 1024, MaxHeaderBytes = 32 * 1024 };
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Limits = limits });
        var client = await proxy.ConnectAsync();
        var path = "/" + new string('p', 16_300);
        var answer = await client.AskAsync($"GET {path} HTTP/1.1\r\nHost: {new string('h', 1000)}\r\nX: {new string('x', 31_600)}\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo($"GET {path} HTTP/1.1"));
    }

    private static string[] Names(WireMessage message) =>
        [.. message.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(':')[0])];

    private async Task<WireMessage> ForwardAsync(string fields, string target = "/")
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync($"GET {target} HTTP/1.1\r\n{fields}\r\n")).Status, Is.EqualTo(200));
        return origin.Requests[0];
    }
}
