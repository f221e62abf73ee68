using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Servers;
using Proxy.Benchmarks.Resilience.Watch;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class WatchTests
{
    private const int Port = 8080;

    [Test]
    public void The_kernels_table_is_read_by_its_columns()
    {
        string[] lines =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 0100007F:C350 01 00000000:000000B2 00:00000000 00000000     0        0 12345 1 0000000000000000 20 4 30 10 -1",
            "  10: 0100007F:C351 0100007F:1F90 02 00000001:00000000 01:00000014 00000000     0        0 0 2 0000000000000000 20 0 0 1 7",
        ];
        TcpSocket[] expected = [new(8080, 50000, 1, 178), new(50001, 8080, TcpSocket.SynSent, 0)];
        Assert.That(TcpSocket.Parse(lines), Is.EqualTo(expected));
    }

    [Test]
    public void Only_what_was_not_there_before_is_an_arrival()
    {
        var watch = new SilentOriginWatch(Port, countsRefusals: false);
        var waiting = new TcpSocket(Port, 50000, 1, 178);
        var connecting = new TcpSocket(50001, Port, TcpSocket.SynSent, 0);
        var closed = new TcpSocket(Port, 50002, 8, 1);
        var read = new TcpSocket(Port, 50003, 1, 0);
        var others = new TcpSocket(Port + 1, 50000, 1, 178);
        Assert.That(watch.CountNew([waiting, closed, read, others]), Is.EqualTo(1));
        Assert.That(watch.CountNew([waiting, connecting, read]), Is.EqualTo(1));
        Assert.That(watch.CountNew([waiting, connecting]), Is.Zero);
        Assert.That(watch.CountNew([]), Is.Zero);
        Assert.That(watch.CountNew([waiting]), Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_to_whoever_does_not_read_is_seen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var watch = new SilentOriginWatch(port, countsRefusals: false);
        Assert.That(watch.CountNew(TcpSocket.ReadAll()), Is.Zero);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await Patience.UntilAsync(() => watch.CountNew(TcpSocket.ReadAll()) == 1, "the kernel shows unread bytes");
    }

    [Test]
    public async Task A_refused_connect_is_counted()
    {
        var port = FreePorts.Take(1)[0];
        var before = TcpCounters.ReadAttemptFails();
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        await Patience.UntilAsync(() => TcpCounters.ReadAttemptFails() > before, "the kernel counts it");
    }
}
