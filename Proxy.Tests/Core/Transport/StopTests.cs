using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
[Platform("Linux")]
public sealed class StopTests
{
    [Test]
    public async Task Connections_left_open_are_cut_when_their_loop_ends()
    {
        using var server = new TestServer();
        var failure = (Exception?)null;
        await using (var host = new LoopHost(TransportKind.Epoll))
        {
            await host.RunAsync(async () =>
            {
                var connection = (await host.Loop.ConnectAsync(server.Address, 5_000)).Connection!;
                _ = Wait(connection);
            });
        }

        Assert.That(failure, Is.InstanceOf<ConnectionLostException>());
        using var accepted = server.Accept();
        accepted.ReceiveTimeout = (int)LoopHost.Patience.TotalMilliseconds;
        var received = accepted.Receive(new byte[1], 0, 1, SocketFlags.None, out var error);
        Assert.That((received, error), Is.EqualTo((0, SocketError.ConnectionReset)));

        async Detached Wait(SocketConnection connection)
        {
            try
            {
                await connection.Input.ReadAsync();
            }
            catch (ConnectionLostException exception)
            {
                failure = exception;
            }
        }
    }

    [Test]
    public async Task A_listener_closed_right_after_it_was_opened_accepts_nothing([Values] bool managed)
    {
        await using var host = new LoopHost(managed ? TransportKind.Managed : TransportKind.Epoll, threads: 2);
        using var hold = new ManualResetEventSlim();
        foreach (var loop in host.Group.Loops)
        {
            loop.Post(_ => hold.Wait(LoopHost.Patience), null);
        }

        var listener = TestListener.Open(new ListenerOptions { Address = "127.0.0.1:0" }, host.Group, (_, _) => Assert.Fail("accepted"));
        var closing = listener.CloseAsync();
        hold.Set();
        await closing.WaitAsync(LoopHost.Patience);

        // The number of the closed socket goes to the next one: no loop may listen on it.
        using var next = new TestServer();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(next.Address);
        await Task.WhenAll(host.Group.Loops.Select(loop => loop.RunAsync(() => { })));
        using var accepted = next.Accept();
        Assert.That(host.Group.Loops.Sum(loop => loop.ConnectionCount), Is.Zero);
    }
}
