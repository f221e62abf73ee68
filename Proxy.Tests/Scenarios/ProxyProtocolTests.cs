using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Origins that are told of clients by a PROXY header, and connections that serve nobody but whom they told of.</summary>
[TestFixture(TransportKind.Epoll, ProxyProtocol.V1)]
[TestFixture(TransportKind.Epoll, ProxyProtocol.V2)]
[TestFixture(TransportKind.Managed, ProxyProtocol.V1)]
[TestFixture(TransportKind.Managed, ProxyProtocol.V2)]
public sealed class ProxyProtocolTests(TransportKind kind, ProxyProtocol version) : Scenario(kind)
{
    private readonly bool _isBinary = version == ProxyProtocol.V2;

    [TestCase("127.0.0.1:0", "127.0.0.1")]
    [TestCase("[::1]:0", "::1")]
    [TestCase("*:0", "127.0.0.1")]
    [TestCase("*:0", "::1")]
    public async Task Origin_is_told_who_asks_and_where(string listener, string address)
    {
        using var origin = ToldOrigin.Start(_isBinary);
        var options = Told(origin.Address) with { Listeners = [new ListenerOptions { Address = listener }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        using var client = await RawClient.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), ((IPEndPoint)proxy.Address).Port));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo($"{client.Socket.LocalEndPoint} > {client.Socket.RemoteEndPoint}"));
    }

    [Test]
    public async Task Client_without_an_address_is_told_as_such()
    {
        using var origin = ToldOrigin.Start(_isBinary);
        var options = Told(origin.Address) with { Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.Unix) }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Text, Is.EqualTo(_isBinary ? $"unix {proxy.Address}" : "UNKNOWN"));
        var pipe = proxy.OpenPipe();
        await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.That(await pipe.ReadToEndAsync(), Does.EndWith("\r\n\r\nUNKNOWN"));
    }

    [Test]
    public async Task Whoever_embeds_the_proxy_says_who_the_client_is()
    {
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address));
        var pipe = proxy.OpenPipe(new ConnectionInfo { RemoteEndPoint = IPEndPoint.Parse("192.0.2.7:1234"), LocalEndPoint = IPEndPoint.Parse("198.51.100.1:443") });
        await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.That(await pipe.ReadToEndAsync(), Does.EndWith("\r\n\r\n192.0.2.7:1234 > 198.51.100.1:443"));
    }

    [Test]
    public async Task Connection_is_kept_for_its_client_and_no_other()
    {
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address));
        var (a, b) = (await proxy.ConnectAsync(), await proxy.ConnectAsync());
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in new[] { a, b })
            {
                Assert.That((await client.GetAsync()).Text, Is.EqualTo($"{client.Socket.LocalEndPoint} > {client.Socket.RemoteEndPoint}"));
            }
        }

        Assert.That((origin.Accepted, proxy.Statistics.UpstreamReused, origin.Failures), Is.EqualTo((2, 4, Array.Empty<Exception>())));
        await proxy.UntilAsync(now => now.UpstreamIdle == 2, "both are kept");
        a.Dispose();
        await proxy.UntilAsync(now => (now.UpstreamIdle, now.UpstreamOpen) == (1, 1), "one ends with its client");
        Assert.That((await b.GetAsync()).Text, Does.StartWith($"{b.Socket.LocalEndPoint} "));
    }

    [Test]
    public async Task Clients_behind_a_trusted_proxy_are_told_one_by_one()
    {
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address) with { TrustedProxies = ["127.0.0.1"] });
        var front = await proxy.ConnectAsync();
        foreach (var client in new[] { "192.0.2.1", "192.0.2.2", "192.0.2.1", "2001:db8::7", "192.0.2.2" })
        {
            var told = (await front.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {client}\r\n\r\n")).Text;
            var from = client.Contains(':', StringComparison.Ordinal) ? $"[{client}]:0 > [::ffff:127.0.0.1]" : $"{client}:0 > 127.0.0.1";
            Assert.That(told.Replace("::ffff:7f00:1", "::ffff:127.0.0.1", StringComparison.Ordinal), Is.EqualTo($"{from}:{((IPEndPoint)proxy.Address).Port}"));
        }

        Assert.That((await front.GetAsync()).Text, Is.EqualTo($"{front.Socket.LocalEndPoint} > {front.Socket.RemoteEndPoint}"), "its own request");
        Assert.That(origin.Accepted, Is.EqualTo(4));
    }

    [Test]
    public async Task What_is_kept_for_one_connection_is_bounded()
    {
        const int Kept = 8;
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address) with { TrustedProxies = ["127.0.0.1"] });
        var front = await proxy.ConnectAsync();
        for (var i = 1; i <= Kept + 3; i++)
        {
            await AskForAsync(i);
        }

        await proxy.UntilAsync(now => (now.UpstreamIdle, now.UpstreamOpen) == (Kept, Kept), "the oldest make room");
        await AskForAsync(4);
        Assert.That(origin.Accepted, Is.EqualTo(Kept + 3), "the oldest that is kept");
        await AskForAsync(3);
        Assert.That(origin.Accepted, Is.EqualTo(Kept + 4), "the youngest that is not");

        async Task AskForAsync(int client) =>
            Assert.That((await front.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.{client}\r\n\r\n")).Text, Does.StartWith($"192.0.2.{client}:0 "));
    }

    [Test]
    public async Task At_the_cap_the_kept_connection_of_another_makes_room()
    {
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Told(origin.Address), upstream => upstream with { MaxConnections = 1 }));
        var (a, b) = (await proxy.ConnectAsync(), await proxy.ConnectAsync());
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in new[] { a, b })
            {
                Assert.That((await client.GetAsync()).Text, Does.StartWith($"{client.Socket.LocalEndPoint} "));
                Assert.That(proxy.Statistics.UpstreamOpen, Is.AtMost(1));
            }
        }

        Assert.That(origin.Accepted, Is.EqualTo(6));
    }

    [Test]
    public async Task Who_waits_is_not_given_the_connection_of_another()
    {
        using var hold = new SemaphoreSlim(0);
        using var origin = ToldOrigin.Start(_isBinary, hold);
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(Told(origin.Address), upstream => upstream with { MaxConnections = 1 }));
        var clients = new[] { await proxy.ConnectAsync(), await proxy.ConnectAsync(), await proxy.ConnectAsync() };
        foreach (var client in clients)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the first is there");
        hold.Release(clients.Length);
        foreach (var client in clients)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Does.StartWith($"{client.Socket.LocalEndPoint} "));
        }

        Assert.That(origin.Accepted, Is.EqualTo(3));
    }

    [Test]
    public async Task Kept_connection_that_died_is_replaced_and_told_again()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            var told = await ProxyHeaderReader.ReadAsync(connection, _isBinary);
            await connection.NextAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {told.Length}\r\n\r\n{told}");
        });
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address));
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await client.GetAsync()).Text, Does.StartWith($"{client.Socket.LocalEndPoint} "));
            Assert.That(origin.Accepted, Is.EqualTo(i));
            await proxy.UntilAsync(now => now.UpstreamOpen == 0, "its end is noticed");
        }
    }

    [Test]
    public async Task Bodies_follow_the_header_in_order([Values(5, 3_000, 300_000)] int length)
    {
        var body = new string('b', length);
        using var origin = ToldOrigin.Start(_isBinary);
        await using var proxy = await ProxyFixture.StartAsync(Told(origin.Address));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var response = await client.AskAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{body}");
            Assert.That((response.Text, origin.Requests[i].Text), Is.EqualTo(($"{client.Socket.LocalEndPoint} > {client.Socket.RemoteEndPoint}", body)));
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Copies_for_a_mirror_have_no_client_and_no_connection_twice()
    {
        using var origin = ScriptedOrigin.Answering();
        using var shadow = ScriptedOrigin.Start(async connection =>
        {
            var told = await ProxyHeaderReader.ReadAsync(connection, _isBinary);
            Assert.That(told, Is.EqualTo(_isBinary ? "LOCAL" : "UNKNOWN"));
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync(OriginConnection.Hello);
            }
        });
        var options = Options(origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options with
        {
            Upstreams = [options.Upstreams[0], new UpstreamOptions { Name = "shadow", Endpoints = [shadow.Address], ProxyProtocol = version }],
            Routes = [new RouteOptions { Upstream = "default", Mirror = new MirrorOptions { Upstream = "shadow" } }],
        });
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            await Patience.UntilAsync(() => (shadow.Requests.Count, shadow.Ended) == (i, i), "the copy is served, and its connection ends");
        }

        Assert.That((shadow.Accepted, shadow.Failures, proxy.Statistics.MirrorsFailed), Is.EqualTo((3, Array.Empty<Exception>(), 0)));
    }

    [Test]
    public async Task Connections_from_before_a_reload_are_not_used_again()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            var isTold = connection.Index == 1;
            var told = isTold ? await ProxyHeaderReader.ReadAsync(connection, _isBinary) : "nothing";
            while (await connection.NextAsync() is not null)
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {told.Length}\r\n\r\n{told}");
            }
        });
        var off = Options(origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(off);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("nothing"));
        await proxy.Server.ReloadAsync(Told(origin.Address) with { Listeners = proxy.Server.Options.Listeners });
        Assert.That((await client.GetAsync()).Text, Does.StartWith($"{client.Socket.LocalEndPoint} "));
        await proxy.Server.ReloadAsync(off with { Listeners = proxy.Server.Options.Listeners });
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("nothing"));
        await proxy.UntilAsync(now => now.UpstreamOpen == 1, "no other is left");
    }

    private ProxyOptions Told(string origin) => WithUpstream(Options(origin), upstream => upstream with { ProxyProtocol = version });
}
