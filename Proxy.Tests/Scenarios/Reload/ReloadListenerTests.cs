using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>What becomes of listeners and of the connections they accepted.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadListenerTests(TransportKind kind) : ReloadScenario(kind)
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task New_listener_answers_and_one_that_is_gone_refuses()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address) with { Listeners = [Listening("web")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var web = proxy.Server.Addresses["web"];
        var report = await proxy.Server.ReloadAsync(options with { Listeners = [Listening("more"), Listening("web")] });
        Assert.That((report.ListenersOpened, report.ListenersClosed), Is.EqualTo((new[] { "more" }, Array.Empty<string>())));
        Assert.That(proxy.Server.Addresses["web"], Is.EqualTo(web));
        var more = proxy.Server.Addresses["more"];
        using (var client = await RawClient.ConnectAsync(more))
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
        }

        report = await proxy.Server.ReloadAsync(options);
        Assert.That((report.ListenersOpened, report.ListenersClosed), Is.EqualTo((Array.Empty<string>(), new[] { "more" })));
        Assert.That(proxy.Server.Addresses.Keys, Is.EqualTo(new[] { "web" }));
        Assert.That(() => RawClient.ConnectAsync(more), Throws.InstanceOf<SocketException>());
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Socket_stays_where_only_the_name_or_the_backlog_changes()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address) with { Listeners = [Listening("web")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var address = proxy.Address;
        var idle = await proxy.ConnectAsync();
        Assert.That((await idle.GetAsync()).Text, Is.EqualTo("x"));
        var report = await proxy.Server.ReloadAsync(options with { Listeners = [Listening("door") with { Backlog = 7 }] });
        Assert.That(report.ListenersOpened.Concat(report.ListenersClosed), Is.Empty);
        Assert.That(proxy.Server.Addresses, Is.EqualTo(new Dictionary<string, EndPoint> { ["door"] = address }));
        Assert.That((await idle.GetAsync()).Field("Connection"), Is.Null);
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Two_listeners_may_change_addresses()
    {
        using var origin = Named("x");
        var (a, b) = (Free(), Free());
        var options = To("a", origin.Address) with { Listeners = [Listening("one", a), Listening("two", b)] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        await proxy.Server.ReloadAsync(options with { Listeners = [Listening("one", b), Listening("two", a)] });
        Assert.That(proxy.Server.Addresses.ToDictionary(pair => pair.Key, pair => $"{pair.Value}"), Is.EqualTo(new Dictionary<string, string> { ["one"] = b, ["two"] = a }));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Unix_socket_that_stays_keeps_its_file_and_one_that_goes_takes_it_along()
    {
        using var origin = Named("x");
        var path = ScriptedOrigin.UnixPath();
        var options = To("a", origin.Address) with { Listeners = [Listening("web"), Listening("unix", $"unix:{path}")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        await proxy.Server.ReloadAsync(options);
        using (var client = await RawClient.ConnectAsync(new UnixDomainSocketEndPoint(path)))
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("x"));
        }

        await proxy.Server.ReloadAsync(options with { Listeners = [Listening("web")] });
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public async Task Clients_of_a_listener_that_goes_are_let_go_without_losing_a_request()
    {
        var clock = new ManualClock();
        using var origin = Gated("x", _gate.Task);
        var options = To("a", origin.Address) with { Listeners = [Listening("web"), Listening("gone")] };
        await using var proxy = await ProxyFixture.StartAsync(options, clock);
        var gone = proxy.Server.Addresses["gone"];
        using var kept = await RawClient.ConnectAsync(gone);
        Assert.That((await kept.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\n\r\n")).Status, Is.EqualTo(417));
        using var active = await RawClient.ConnectAsync(gone);
        Assert.That((await active.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\n\r\n")).Status, Is.EqualTo(417));
        using var busy = await RawClient.ConnectAsync(gone);
        await busy.SendAsync(Get);
        using var fresh = await RawClient.ConnectAsync(gone);
        var other = await proxy.ConnectAsync();
        Assert.That((await other.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\n\r\n")).Status, Is.EqualTo(417));
        await proxy.UntilAsync(now => now is { ConnectionsAccepted: 5, Requests: 4 }, "all are there");
        await proxy.Server.ReloadAsync(options with { Listeners = [Listening("web")] });

        _gate.SetResult();
        Assert.That((await active.GetAsync()).Field("Connection"), Is.EqualTo("close"), "a client that was just sending");
        await active.ExpectEndAsync();
        Assert.That((await busy.ReadResponseAsync()).Field("Connection"), Is.EqualTo("close"), "a client that was waiting");
        await busy.ExpectEndAsync();
        var end = kept.ExpectEndAsync();
        Assert.That(await proxy.AdvanceUntilAsync(end, TimeSpan.FromMilliseconds(200)), Is.InRange(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.6)));
        Assert.That((await fresh.GetAsync()).Field("Connection"), Is.EqualTo("close"), "a client that had just come");
        await fresh.ExpectEndAsync();
        Assert.That((await other.GetAsync()).Field("Connection"), Is.Null, "a client of another listener");
        await proxy.UntilAsync(now => now.OpenConnections == 1, "nobody else is left");
    }

    [Test]
    public async Task Client_whose_response_had_begun_may_ask_once_more()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            await _gate.Task;
            await connection.SendAsync("world");
            await connection.NextAsync();
            await connection.SendAsync(OriginConnection.Hello);
        });
        var options = To("a", origin.Address) with { Listeners = [Listening("web"), Listening("gone")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        using var client = await RawClient.ConnectAsync(proxy.Server.Addresses["gone"]);
        var head = await client.AskAsync(Get, toHead: true);
        await proxy.Server.ReloadAsync(options with { Listeners = [Listening("web")] });
        _gate.SetResult();
        Assert.That(head.Field("Connection"), Is.Null);
        Assert.That(await client.ReadExactlyAsync(10), Is.EqualTo("helloworld"u8.ToArray()));
        Assert.That((await client.GetAsync()).Field("Connection"), Is.EqualTo("close"));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Address_that_cannot_be_opened_changes_nothing()
    {
        using var origin = Named("x");
        using var other = Named("y");
        var options = To("a", origin.Address) with { Listeners = [Listening("web")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var (free, taken) = (Free(), other.Address["http://".Length..]);
        var wanted = To("b", other.Address) with { Listeners = [Listening("free", free), Listening("taken", taken)] };
        Assert.That(() => proxy.Server.ReloadAsync(wanted), Throws.InstanceOf<ProxyStartException>().With.Message.Contains("in use"));
        Assert.That(proxy.Server.Options, Is.SameAs(options));
        Assert.That(() => RawClient.ConnectAsync(IPEndPoint.Parse(free)), Throws.InstanceOf<SocketException>(), "what was opened is closed again");
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task Address_that_takes_in_an_old_one_is_refused_with_the_reason()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address) with { Listeners = [Listening("web", Free())] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var port = ((IPEndPoint)proxy.Address).Port;
        Assert.That(
            () => proxy.Server.ReloadAsync(options with { Listeners = [Listening("web", $"0.0.0.0:{port}")] }),
            Throws.InstanceOf<ProxyStartException>().With.Message.Contains("\"web\" of this proxy has the port").And.Message.Contains("restart"));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Text, Is.EqualTo("x"));
    }

    private static string Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"{socket.LocalEndPoint}";
    }
}
