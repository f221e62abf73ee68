using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Tests.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ConnectorTests(TransportKind kind)
{
    private const long Timeout = 5_000;

    [Test]
    [Platform("Linux")]
    public async Task An_address_that_leads_nowhere_delays_one_connection()
    {
        using var silent = new TestServer(backlog: 0);
        using var filling = new Filling(silent.Address);
        using var server = new TestServer();
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var connector = Connector(host.Loop, silent.Address, server.Address);
        var first = Task.CompletedTask;
        await host.Loop.RunAsync(() => first = ConnectAsync());
        await host.Loop.RunAsync(static () => { });
        Assert.That(first.IsCompleted, Is.False, "it waits for the address that says nothing");
        clock.Advance(TimeSpan.FromMilliseconds(HappyEyeballs.AttemptDelayMilliseconds + 50), host.Loop);
        await first.WaitAsync(LoopHost.Patience);

        // The clock stands still: what comes now waits for nothing.
        await host.RunAsync(ConnectAsync);

        async Task ConnectAsync()
        {
            var result = await connector.ConnectAsync(Timeout);
            Assert.That(result.Connection!.RemoteEndPoint, Is.EqualTo(server.Address));
            result.Connection.Close();
        }
    }

    [Test]
    public async Task What_won_last_may_lose()
    {
        using var first = new TestServer(listens: false);
        using var second = new TestServer();
        await using var host = new LoopHost(kind);
        var connector = Connector(host.Loop, first.Address, second.Address);
        await ExpectAsync(second);
        first.Listen();
        await ExpectAsync(second);
        second.Dispose();
        await ExpectAsync(first);
        await ExpectAsync(first);

        Task ExpectAsync(TestServer server) => host.RunAsync(async () =>
        {
            var result = await connector.ConnectAsync(Timeout);
            Assert.That(result.Connection!.RemoteEndPoint!.ToString(), Is.EqualTo(server.Name));
            result.Connection.Close();
        });
    }

    [Test]
    public async Task What_is_set_up_otherwise_is_another()
    {
        await using var host = new LoopHost(kind);
        var options = new UpstreamOptions();
        var endpoint = EndpointAt(new IPEndPoint(IPAddress.Loopback, 1), null, options);
        var connector = new Connector(host.Loop, endpoint, options);
        Assert.Multiple(() =>
        {
            Assert.That(connector.IsOf(options with { MaxConnections = 7, TcpKeepAlive = new() }));
            Assert.That(connector.IsOf(options with { ProxyProtocol = ProxyProtocol.V1 }), Is.False);
            Assert.That(connector.IsOf(options with { SourceAddress = "127.0.0.1" }), Is.False);
            Assert.That(connector.IsOf(options with { TcpKeepAlive = null }), Is.False);
        });
        endpoint.Alternate = new IPEndPoint(IPAddress.IPv6Loopback, 1);
        Assert.That(connector.IsOf(options), Is.False);
    }

    private static Connector Connector(EventLoop loop, EndPoint address, EndPoint alternate)
    {
        var options = new UpstreamOptions();
        return new(loop, EndpointAt(address, alternate, options), options);
    }

    private static Endpoint EndpointAt(EndPoint address, EndPoint? alternate, UpstreamOptions options) =>
        new(new EndpointGroup(options, loops: 1), "site", address, loops: 1) { Alternate = alternate };
}
