using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Who the client is, as far as it is believed, and what origins are told of it.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class IdentityTests(TransportKind kind) : Scenario(kind)
{
    private const string Claims =
        "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-For: 10.0.0.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\n"
        + "X-Forwarded-Port: 8443\r\nX-Forwarded-Prefix: /p\r\nX-Real-IP: 203.0.113.9\r\n";

    private static readonly IdentityOptions Appending = new() { XForwarded = IdentityFieldMode.Append, Forwarded = IdentityFieldMode.Append };

    [TestCase(IdentityFieldMode.Set)]
    [TestCase(IdentityFieldMode.Append)]
    public async Task Nobody_untrusted_is_believed(IdentityFieldMode mode)
    {
        var request = await ForwardAsync(Claims + "Forwarded: for=6.6.6.6\r\n", new() { XForwarded = mode, Forwarded = mode }, "10.0.0.0/8");
        Assert.Multiple(() =>
        {
            Assert.That(Told(request), Is.EqualTo("127.0.0.1 / http / a.example:81 / 81"));
            Assert.That(request.Field("Forwarded"), Is.EqualTo("for=127.0.0.1;host=\"a.example:81\";proto=http"));
            Assert.That(request.Field("X-Forwarded-Prefix") ?? request.Field("X-Real-IP"), Is.Null);
        });
    }

    [Test]
    public async Task Trusted_proxies_say_who_the_client_is()
    {
        var request = await ForwardAsync(Claims, new() { Forwarded = IdentityFieldMode.Set }, "127.0.0.1", "10.0.0.0/8");
        Assert.Multiple(() =>
        {
            Assert.That(Told(request), Is.EqualTo("203.0.113.9 / https / shop.example / 8443"));
            Assert.That(request.Field("Forwarded"), Is.EqualTo("for=203.0.113.9;host=\"shop.example\";proto=https"));
            Assert.That(request.Field("Host"), Is.EqualTo("a.example:81"));
            Assert.That(request.Field("X-Forwarded-Prefix") ?? request.Field("X-Real-IP"), Is.Null);
        });
    }

    [Test]
    public async Task Lists_of_trusted_proxies_can_be_kept()
    {
        var request = await ForwardAsync(Claims + "Forwarded: for=6.6.6.6,\r\nForwarded: for=10.0.0.7\r\n", Appending, "127.0.0.1", "10.0.0.0/8");
        Assert.Multiple(() =>
        {
            Assert.That(Told(request), Is.EqualTo("6.6.6.6, 203.0.113.9, 10.0.0.7, 127.0.0.1 / https / shop.example / 8443"));
            Assert.That(request.Field("Forwarded"), Is.EqualTo("for=6.6.6.6,, for=10.0.0.7, for=127.0.0.1;host=\"a.example:81\";proto=http"));
            Assert.That(request.Field("X-Forwarded-Prefix"), Is.EqualTo("/p"));
            Assert.That(request.Field("X-Real-IP"), Is.EqualTo("203.0.113.9"));
        });
    }

    [Test]
    public async Task Lists_begin_where_there_was_none()
    {
        var request = await ForwardAsync("X-Forwarded-For:\r\n", Appending, "127.0.0.1");
        Assert.That(Told(request), Is.EqualTo("127.0.0.1 / http / a.example:81 / 81"));
        Assert.That(request.Field("Forwarded"), Is.EqualTo("for=127.0.0.1;host=\"a.example:81\";proto=http"));
    }

    [TestCase("X-Forwarded-Proto: ftp\r\n", "http / a.example:81 / 81")]
    [TestCase("X-Forwarded-Proto: HTTPS\r\n", "https / a.example:81 / 81")]
    [TestCase("X-Forwarded-Host: a b\r\n", "http / a.example:81 / 81")]
    [TestCase("X-Forwarded-Host: [::1]\r\n", "http / [::1] / 80")]
    [TestCase("X-Forwarded-Host: b.example:\r\nX-Forwarded-Proto: https\r\n", "https / b.example: / 443")]
    [TestCase("X-Forwarded-Port: 0\r\n", "http / a.example:81 / 81")]
    [TestCase("X-Forwarded-Port: 65536\r\n", "http / a.example:81 / 81")]
    [TestCase("Forwarded: for=_x;proto=https;host=\"b.example:82\"\r\n", "https / b.example:82 / 82")]
    public async Task What_trusted_proxies_say_has_to_make_sense(string fields, string expected) =>
        Assert.That(Told(await ForwardAsync(fields, new(), "127.0.0.1")), Is.EqualTo($"127.0.0.1 / {expected}"));

    [Test]
    public async Task Authorities_have_a_bound()
    {
        var request = await ForwardAsync($"X-Forwarded-Host: {new string('h', 1025)}\r\n", new(), "127.0.0.1");
        Assert.That(request.Field("X-Forwarded-Host"), Is.EqualTo("a.example:81"));
        request = await ForwardAsync($"X-Forwarded-Host: {new string('h', 1024)}\r\n", Appending, "127.0.0.1");
        Assert.That(request.Field("X-Forwarded-Host"), Is.EqualTo(new string('h', 1024)));
    }

    [TestCase("127.0.0.1")]
    [TestCase("10.0.0.0/8")]
    public async Task Fields_that_are_off_reach_no_origin(string trusted)
    {
        var request = await ForwardAsync(Claims + "Forwarded: for=6.6.6.6\r\n", new() { XForwarded = IdentityFieldMode.Off, Via = null }, trusted);
        Assert.That(request.Head, Does.Not.Contain("Forwarded").And.Not.Contain("X-Real").And.Not.Contain("Via"));
    }

    [Test]
    public async Task Heads_as_large_as_the_limits_allow_have_room_for_lists()
    {
        var hops = string.Join(", ", Enumerable.Range(0, 1500).Select(i => $"10.0.{i / 250}.{i % 250}"));
        var request = await ForwardAsync($"X-Forwarded-For: {hops}\r\nX-Forwarded-Host: {new string('h', 1000)}\r\n", Appending, "127.0.0.1", "10.0.0.0/8");
        Assert.That(request.Field("X-Forwarded-For"), Is.EqualTo($"{hops}, 127.0.0.1"));
    }

    [TestCase("2001:db8::5", "2001:db8::5", "\"[2001:db8::5]\"")]
    [TestCase("::ffff:192.0.2.5", "192.0.2.5", "192.0.2.5")]
    [TestCase("fe80::1%3", "fe80::1", "\"[fe80::1]\"")]
    [TestCase(null, null, "unknown")]
    public async Task Peers_may_have_any_address_or_none(string? peer, string? forwardedFor, string node)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, new() { Forwarded = IdentityFieldMode.Set }));
        var client = proxy.OpenPipe(new ConnectionInfo { RemoteEndPoint = peer is null ? null : new IPEndPoint(IPAddress.Parse(peer), 1), Scheme = "https" });
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(await client.ReadStatusAsync(), Is.EqualTo(200));
        Assert.That(origin.Requests[0].Field("X-Forwarded-For"), Is.EqualTo(forwardedFor));
        Assert.That(origin.Requests[0].Field("X-Forwarded-Port"), Is.EqualTo("443"));
        Assert.That(origin.Requests[0].Field("Forwarded"), Is.EqualTo($"for={node};host=\"a\";proto=https"));
    }

    [TestCase("unix", "203.0.113.9", "203.0.113.9")]
    [TestCase("127.0.0.1", null, null)]
    public async Task Peers_without_an_address_are_trusted_by_name(string trusted, string? forwardedFor, string? appended)
    {
        foreach (var (mode, expected) in new[] { (IdentityFieldMode.Set, forwardedFor), (IdentityFieldMode.Append, appended) })
        {
            using var origin = ScriptedOrigin.Answering();
            var options = With(origin, new() { XForwarded = mode }, trusted) with
            {
                Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.Unix) }],
            };
            await using var proxy = await ProxyFixture.StartAsync(options);
            var client = await proxy.ConnectAsync();
            Assert.That((await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")).Status, Is.EqualTo(200));
            Assert.That(origin.Requests[0].Field("X-Forwarded-For"), Is.EqualTo(expected), $"{mode}");
        }
    }

    [Test]
    public async Task Each_request_of_a_connection_has_a_client_of_its_own()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, new(), "127.0.0.1"));
        var client = await proxy.ConnectAsync();
        foreach (var address in new[] { "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", "1.1.1.1", "" })
        {
            await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {address}\r\nX-Forwarded-Proto: {(address == "1.1.1.1" ? "https" : "")}\r\n\r\n");
        }

        Assert.That(
            origin.Requests.Select(request => request.Field("X-Forwarded-For") + request.Field("X-Forwarded-Proto")),
            Is.EqualTo(new[] { "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffffhttp", "1.1.1.1https", "127.0.0.1http" }));
    }

    [Test]
    public async Task Other_options_hold_from_the_next_request_of_a_connection_on()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, new()));
        var client = await proxy.ConnectAsync();
        foreach (var trusted in new[] { "10.0.0.0/8", "127.0.0.1", "unix" })
        {
            await proxy.Server.ReloadAsync(proxy.Server.Options with { TrustedProxies = [trusted] });
            await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
        }

        Assert.That(origin.Requests.Select(request => request.Field("X-Forwarded-For")), Is.EqualTo(new[] { "127.0.0.1", "203.0.113.9", "127.0.0.1" }));
        Assert.That(origin.Requests.Select(request => request.Field("Via")).Distinct().Count(), Is.EqualTo(1), "names it bears");
    }

    private static string Told(WireMessage request) =>
        $"{request.Field("X-Forwarded-For")} / {request.Field("X-Forwarded-Proto")} / {request.Field("X-Forwarded-Host")} / {request.Field("X-Forwarded-Port")}";

    private ProxyOptions With(ScriptedOrigin origin, IdentityOptions identity, params IReadOnlyList<string> trusted) =>
        Options(origin.Address) with { Identity = identity, TrustedProxies = trusted };

    private async Task<WireMessage> ForwardAsync(string fields, IdentityOptions identity, params IReadOnlyList<string> trusted)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(With(origin, identity, trusted));
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync($"GET / HTTP/1.1\r\nHost: a.example:81\r\n{fields}\r\n")).Status, Is.EqualTo(200));
        return origin.Requests[0];
    }
}
