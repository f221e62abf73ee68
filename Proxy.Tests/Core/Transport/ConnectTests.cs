using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Managed;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Transport;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ConnectTests(TransportKind kind)
{
    [Test]
    public async Task A_port_nobody_listens_on_refuses()
    {
        using var bound = new TestServer(listens: false);
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () => Assert.That(await host.Loop.ConnectAsync(bound.Address, 5_000), Is.EqualTo(ConnectResult.Failed(ConnectError.Refused))));
    }

    [Test]
    public async Task A_Unix_path_that_is_not_there_refuses()
    {
        var path = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () => Assert.That(await host.Loop.ConnectAsync(path, 5_000), Is.EqualTo(ConnectResult.Failed(ConnectError.Refused))));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_Unix_socket_whose_backlog_is_full_refuses()
    {
        var path = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        using var busy = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        busy.Bind(path);
        busy.Listen(0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        waiting.Connect(path); // A backlog of 0 holds one.
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () => Assert.That(await host.Loop.ConnectAsync(path, 5_000), Is.EqualTo(ConnectResult.Failed(ConnectError.Refused))));
    }

    [Test]
    public void A_lack_of_local_ports_is_no_fault_of_the_server() => Assert.That(
        (ManagedConnect.ToError(SocketError.AddressNotAvailable, AddressFamily.InterNetwork), ManagedConnect.ToError(SocketError.AddressNotAvailable, AddressFamily.Unix)),
        Is.EqualTo((ConnectError.LocalResources, ConnectError.Refused)));

    [Test]
    [Platform("Linux")]
    public async Task A_server_that_does_not_answer_times_out()
    {
        using var server = new TestServer(backlog: 0);
        using var filling = new Filling(server.Address);
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var result = (ConnectResult?)null;
        await host.Loop.RunAsync(() => _ = Connect(host.Loop));
        clock.Advance(TimeSpan.FromMilliseconds(4_999), host.Loop);
        await host.Loop.RunAsync(() => { });
        await host.Loop.RunAsync(() => Assert.That(result, Is.Null));
        clock.Advance(TimeSpan.FromMilliseconds(100), host.Loop);
        await Until.TrueAsync(() => result is not null, "the time-out");
        Assert.That(result, Is.EqualTo(ConnectResult.Failed(ConnectError.TimedOut)));
        await host.Loop.RunAsync(() => Assert.That(host.Loop.Timers.Count, Is.EqualTo(1), "timers beside the trimmer"));

        async Detached Connect(EventLoop loop) => result = await loop.ConnectAsync(server.Address, 5_000);
    }

    [Test]
    public async Task An_open_connection_leaves_no_timer_behind()
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await host.Loop.ConnectAsync(server.Address, 60_000);
            Assert.That((result.Error, result.Connection!.RemoteEndPoint), Is.EqualTo((ConnectError.None, server.Address)));
            Assert.That(host.Loop.Timers.Count, Is.EqualTo(1), "timers beside the trimmer");
            result.Connection.Close();
        });
    }
}
