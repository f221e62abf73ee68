using System.Runtime.CompilerServices;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>Upgraded connections live through reloads, and hold none of what was reloaded.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ReloadTunnelTests(TransportKind kind) : ReloadScenario(kind)
{
    private const string Ask = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n";

    [Test]
    public async Task Tunnel_outlives_its_route_its_upstream_and_its_listener()
    {
        using var origin = Echo();
        using var other = Named("new");
        var options = To("a", origin.Address) with { Listeners = [Listening("web"), Listening("gone")] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        using var client = await RawClient.ConnectAsync(proxy.Server.Addresses["gone"]);
        Assert.That((await client.AskAsync(Ask)).Status, Is.EqualTo(101));
        await proxy.Server.ReloadAsync(To("b", other.Address) with { Listeners = [Listening("web")] });
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("ping");
            Assert.That(await client.ReadExactlyAsync(4), Is.EqualTo("ping"u8.ToArray()));
            await proxy.Server.ReloadAsync(proxy.Server.Options);
        }

        Assert.That(proxy.Statistics is { OpenTunnels: 1, UpstreamOpen: 1 }, "the tunnel is counted");
        client.ShutdownSend();
        await client.ExpectEndAsync();
        await proxy.UntilAsync(now => now is { OpenTunnels: 0, UpstreamOpen: 0, OpenConnections: 0 }, "the tunnel is gone");
        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    [Test]
    public async Task Configuration_with_its_routes_is_let_go_while_a_tunnel_lives()
    {
        using var origin = Echo();
        using var other = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(To("a", origin.Address));
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Ask)).Status, Is.EqualTo(101));
        var old = Weak(proxy);
        await proxy.Server.ReloadAsync(To("b", other.Address));
        await Patience.UntilAsync(() => IsCollected(old), "nothing refers to the old routes");
        await client.SendAsync("ping");
        Assert.That(await client.ReadExactlyAsync(4), Is.EqualTo("ping"u8.ToArray()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Weak(ProxyFixture proxy) => new(proxy.Server.Workers[0].Snapshot.Routes);

    private static bool IsCollected(WeakReference reference)
    {
        GC.Collect();
        return !reference.IsAlive;
    }

    private static ScriptedOrigin Echo() => ScriptedOrigin.Start(async connection =>
    {
        await connection.NextHeadAsync();
        await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n");
        while (await connection.ReadSomeAsync() is { Length: > 0 } data)
        {
            await connection.SendAsync(data);
        }
    });
}
