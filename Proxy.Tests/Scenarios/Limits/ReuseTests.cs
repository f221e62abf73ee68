using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Limits;

/// <summary>How often a request finds a connection to its origin open, each loop having its own.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ReuseTests(TransportKind kind) : Scenario(kind)
{
    private const int Clients = 64;
    private const int Rounds = 250;

    [Test]
    public async Task Of_the_requests_of_64_clients_on_2_loops_999_in_1000_find_a_connection_open()
    {
        using var origin = new LightOrigin("hello");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Transport = new() { Threads = 2, Kind = Kind } });
        var clients = new RawClient[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        await Task.WhenAll(clients.Select(client => RunAsync(client, 10)));
        var before = proxy.Statistics;
        await Task.WhenAll(clients.Select(client => RunAsync(client, Rounds)));
        var after = proxy.Statistics;
        double reused = after.UpstreamReused - before.UpstreamReused;
        var connects = after.UpstreamConnects - before.UpstreamConnects;
        TestContext.Out.WriteLine($"{connects} connects and {reused} reuses, {after.UpstreamConnects} and {after.UpstreamReused} with the beginning: {after.UpstreamReuseRate:P3}");
        Assert.That(reused + connects, Is.EqualTo(Clients * Rounds));
        Assert.That(reused / (reused + connects), Is.GreaterThanOrEqualTo(0.999));
        Assert.That(after.UpstreamConnects, Is.LessThanOrEqualTo(Clients), "no loop needs more than it has clients");
    }

    private static async Task RunAsync(RawClient client, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        }
    }
}
