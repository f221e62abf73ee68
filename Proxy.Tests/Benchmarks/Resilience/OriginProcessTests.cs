using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Wire;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class OriginProcessTests
{
    private const int Requests = 100, Post = 5;
    private string _directory = "";
    private OriginProcess _origin = null!;

    [SetUp]
    public async Task Start()
    {
        _directory = Directory.CreateTempSubdirectory("origin-").FullName;
        _origin = new OriginProcess(_directory, "origin", Requests, core: null);
        await _origin.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task Stop()
    {
        await _origin.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public async Task What_came_before_a_kill_is_known_after_it()
    {
        using var client = await ConnectAsync();
        client.Client.Send(new RequestWriter().Write(Post));
        await Patience.UntilAsync(() => _origin.Ledger.Deliveries(Post) == 1, "the request is noted");
        var kill = FaultCatalog.Find("kill")!;
        await kill.BeginAsync(_origin, CancellationToken.None);
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);

        await kill.EndAsync(_origin, CancellationToken.None);
        using var again = await ConnectAsync();
        again.Client.Send(new RequestWriter().Write(Post));
        await Patience.UntilAsync(() => _origin.Ledger.Deliveries(Post) == 2, "the second delivery is noted beside the first");
    }

    [Test]
    public async Task A_stopped_origin_reads_afterwards_what_was_sent_to_it()
    {
        using var client = await ConnectAsync();
        var pause = FaultCatalog.Find("pause")!;
        await pause.BeginAsync(_origin, CancellationToken.None);
        client.Client.Send(new RequestWriter().Write(Post));
        using var second = await ConnectAsync();
        await Task.Delay(100);
        Assert.That(_origin.Ledger.Deliveries(Post), Is.Zero);

        // What was sent meanwhile is read by the time the fault has ended: later arrivals are fresh ones.
        await pause.EndAsync(_origin, CancellationToken.None);
        await Patience.UntilAsync(() => _origin.Ledger.Deliveries(Post) == 1, "it is read after all", TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task A_black_hole_answers_no_connect_until_it_ends()
    {
        var blackhole = FaultCatalog.Find("blackhole")!;
        await blackhole.BeginAsync(_origin, CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var client = new TcpClient();
        await Assert.CatchAsync<OperationCanceledException>(() => client.ConnectAsync(IPAddress.Loopback, _origin.Port, limit.Token).AsTask());
        await blackhole.EndAsync(_origin, CancellationToken.None);
        using var again = await ConnectAsync();
        again.Client.Send(new RequestWriter().Write(Post));
        await Patience.UntilAsync(() => _origin.Ledger.Deliveries(Post) == 1, "it serves again");
    }

    [Test]
    public async Task A_restart_leaves_it_serving()
    {
        await FaultCatalog.Find("restart")!.BeginAsync(_origin, CancellationToken.None);
        using var client = await ConnectAsync();
        client.Client.Send(new RequestWriter().Write(Post));
        await Patience.UntilAsync(() => _origin.Ledger.Deliveries(Post) == 1, "it serves");
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _origin.Port);
        return client;
    }
}
