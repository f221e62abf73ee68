using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What split, mirror and buffering cost the loop's thread in garbage: nothing.</summary>
[TestFixture]
[NonParallelizable]
public sealed class TrafficAllocationTests() : Scenario(TransportKind.Epoll)
{
    private const int Clients = 16;
    private const int Rounds = 300;
    private const string Head = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 20000\r\n\r\n";

    private static readonly SplitOptions Split = new() { Upstreams = [new("default", 95), new("canary", 5)], StickyBy = "{cookie.user}" };

    private const int Attempts = 5;

    private static readonly RouteOptions[] Routes =
    [
        new() { Name = "split", Split = Split with { StickyBy = null } },
        new() { Name = "sticky split", Split = Split },
        new() { Name = "split and mirror", Split = Split, Mirror = new() { Upstream = "shadow", MaxInFlight = 1000 } },
        new() { Name = "gathered", Upstream = "default", Buffering = new() { Request = 1000 } },
        new() { Name = "gathered and mirrored", Upstream = "default", Buffering = new() { Request = 1000 }, Mirror = new() { Upstream = "shadow" } },
        new() { Name = "kept for another try", Upstream = "default", Retry = new() { MaxBodyBytes = 1000, PerTryTimeout = TimeSpan.FromSeconds(9), Statuses = [503] } },
        new() { Name = "read ahead", Upstream = "default", Buffering = new() { Response = 100_000 } },
    ];

    private static IEnumerable<TestCaseData> Cases =>
        from route in Routes
        from chunked in new[] { false, true }
        select new TestCaseData(route, chunked).SetArgDisplayNames(route.Name!, chunked ? "chunked" : "length");

    [TestCaseSource(nameof(Cases))]
    public async Task Requests_allocate_nothing_on_the_loop(RouteOptions route, bool chunked)
    {
        Optimized.Required();
        using var origin = ScriptedOrigin.Answering(Head + new string('x', 20_000));
        using var shadow = ScriptedOrigin.Answering();
        var upstreams = new[] { ("default", origin), ("canary", origin), ("shadow", shadow) }
            .Select(pair => new UpstreamOptions { Name = pair.Item1, Endpoints = [EndpointOptions.FromString(pair.Item2.Address)] });
        await using var proxy = await ProxyFixture.StartAsync(Options() with { Upstreams = [.. upstreams], Routes = [route] }, new ManualClock());
        var clients = new RawClient[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = await proxy.ConnectAsync();
        }

        var loop = proxy.Server.Workers[0].Loop;
        await RunAsync(proxy, clients, chunked, Rounds);
        var (allocated, rounds) = (long.MaxValue, Rounds);
        for (var attempt = 0; attempt < Attempts && allocated >= Clients * Rounds; attempt++)
        {
            // A deeper moment than any before needs objects more, a connection for one: what tells is what comes with the requests, every time.
            await loop.RunAsync(() => allocated = -GC.GetAllocatedBytesForCurrentThread());
            await RunAsync(proxy, clients, chunked, Rounds);
            await loop.RunAsync(() => allocated += GC.GetAllocatedBytesForCurrentThread());
            rounds += Rounds;
        }

        Assert.That(allocated / (Clients * Rounds), Is.Zero, $"{allocated} bytes on the loop's thread");
        Assert.That(proxy.Statistics.MirroredRequests + proxy.Statistics.MirrorsSkipped, Is.EqualTo(route.Mirror is null ? 0 : Clients * rounds));
    }

    private static async Task RunAsync(ProxyFixture proxy, RawClient[] clients, bool chunked, int rounds)
    {
        var framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 5";
        var heads = clients.Select((_, i) => Encoding.ASCII.GetBytes($"PUT / HTTP/1.1\r\nHost: a\r\nCookie: user={i}\r\n{framing}\r\n\r\n{(chunked ? "5\r\nhe" : "he")}")).ToArray();
        var rest = Encoding.ASCII.GetBytes(chunked ? "llo\r\n0\r\n\r\n" : "llo");
        var answer = new byte[64 * 1024];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < clients.Length; i++)
            {
                clients[i].Socket.Send(heads[i]);
            }

            foreach (var client in clients)
            {
                client.Socket.Send(rest);
            }

            foreach (var client in clients)
            {
                for (var length = 0; length < Head.Length + 20_000;)
                {
                    var received = client.Socket.Receive(answer.AsSpan(length));
                    Assert.That(received, Is.Positive);
                    length += received;
                }
            }

            await Patience.UntilAsync(() => proxy.Server.Workers[0].Mirrors.Count == 0, "the copies are done");
        }
    }
}
