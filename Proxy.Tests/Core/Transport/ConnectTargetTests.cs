using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>Connections that are opened in a certain way.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ConnectTargetTests(TransportKind kind)
{
    [Test]
    [Platform("Linux")]
    public async Task The_source_address_is_where_the_peer_sees_it_come_from()
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await host.Loop.ConnectAsync(new ConnectTarget(server.Address, IPAddress.Parse("127.9.8.7")), 5_000);
            using var accepted = server.Accept();
            var peer = (IPEndPoint)accepted.RemoteEndPoint!;
            Assert.That(peer.Address, Is.EqualTo(IPAddress.Parse("127.9.8.7")));
            Assert.That(result.Connection!.ReadLocalEndPoint(), Is.EqualTo(peer));
            result.Connection.Close();
        });
    }

    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    [TestCase("192.0.2.1")]
    [TestCase("::1")]
    public async Task A_source_that_cannot_be_is_told_as_such(string source)
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () => Assert.That(
            await host.Loop.ConnectAsync(new ConnectTarget(server.Address, IPAddress.Parse(source)), 5_000),
            Is.EqualTo(ConnectResult.Failed(ConnectError.SourceAddress))));
        Assert.That(server.IsAsked, Is.False);
    }

    // With a port bound before the peer is known, all connections from an address share its ports, whomever they go to.
    [Test]
    [Platform("Linux")]
    public async Task The_port_is_chosen_with_the_peer_known() => await LookAsync(
        server => new ConnectTarget(server, IPAddress.Loopback),
        socket =>
        {
            const int bindAddressNoPort = 24;
            Span<byte> value = stackalloc byte[4];
            socket.GetRawSocketOption(0, bindAddressNoPort, value);
            Assert.That(BitConverter.ToInt32(value), Is.EqualTo(1));
        });

    [Test]
    [Platform("Linux")]
    public async Task Silent_connections_are_probed() => await LookAsync(
        server => new ConnectTarget(server, keepAlive: new KeepAliveProbes(61, 16, 5)),
        socket => Assert.That(
            (Read(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive), Read(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime),
             Read(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval), Read(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)),
            Is.EqualTo((1, 61, 16, 5))));

    [Test]
    [Platform("Linux")]
    public async Task Nothing_is_probed_unasked() => await LookAsync(
        server => new ConnectTarget(server),
        socket => Assert.That(Read(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive), Is.Zero));

    [Test]
    public async Task A_Unix_socket_has_neither_source_nor_probes()
    {
        var path = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(path);
        listener.Listen(1);
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await host.Loop.ConnectAsync(new ConnectTarget(path, IPAddress.Loopback, new KeepAliveProbes(1, 1, 1)), 5_000);
            Assert.That((result.Error, result.Connection!.ReadLocalEndPoint()), Is.EqualTo((ConnectError.None, (EndPoint?)null)));
            result.Connection.Close();
        });
    }

    [Test]
    [Platform("Linux")]
    public async Task Attempts_can_be_given_up()
    {
        using var server = new TestServer(backlog: 0);
        using var filling = new Filling(server.Address);
        var others = PendingConnects.CountTo(server.Address);
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var cancel = new ConnectCancel();
            var connecting = host.Loop.ConnectAsync(new ConnectTarget(server.Address), 5_000, cancel);
            cancel.Cancel();
            Assert.That(await connecting, Is.EqualTo(ConnectResult.Failed(ConnectError.Canceled)));
            Assert.That(host.Loop.Timers.Count, Is.EqualTo(1), "timers beside the trimmer");
            cancel.Cancel();
        });
        await Until.TrueAsync(() => PendingConnects.CountTo(server.Address) == others, "the socket is closed");
    }

    private static int Read(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;

    private async Task LookAsync(Func<EndPoint, ConnectTarget> target, Action<Socket> look)
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await host.Loop.ConnectAsync(target(server.Address), 5_000);
            using (var socket = OwnSocket.At(result.Connection!.ReadLocalEndPoint()!, server.Address))
            {
                look(socket);
            }

            result.Connection.Close();
        });
    }
}
