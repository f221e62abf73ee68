using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 13: an event of a closed descriptor reaches nobody, also when its number and slot serve another by then.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class StaleEventTests : IEpollHandler, ITransportObserver
{
    private int _unreadEvents;

    [Test]
    public void The_slot_of_a_closed_descriptor_has_a_new_generation()
    {
        using var epoll = new Epoll();
        using var server = new TestServer();
        var sockets = new Socket[3];
        for (var i = 0; i < sockets.Length; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets[i].Connect(server.Address);
        }

        var slot = epoll.Add(Descriptor(sockets[0]), LibC.EPOLLOUT, this);
        Assert.That(epoll.Wait(5_000), Is.EqualTo(1));
        Assert.That(epoll.Handler(0, out var events), Is.SameAs(this));
        Assert.That(events, Is.EqualTo(LibC.EPOLLOUT));
        epoll.Remove(Descriptor(sockets[0]), slot);
        Assert.That(epoll.Handler(0, out _), Is.Null, "gone");
        Assert.That(epoll.Add(Descriptor(sockets[1]), LibC.EPOLLOUT, this), Is.EqualTo(slot), "the slot is used again");
        Assert.That(epoll.Handler(0, out _), Is.Null, "another's");
        Assert.That(epoll.Add(-1, LibC.EPOLLOUT, this), Is.EqualTo(-1), "no descriptor");
        Assert.That(epoll.Wait(5_000), Is.EqualTo(1));
        Assert.That(epoll.Handler(0, out _), Is.SameAs(this));
        Array.ForEach(sockets, socket => socket.Dispose());
    }

    [Test]
    public async Task A_connection_opened_in_the_place_of_a_closed_one_gets_none_of_its_events()
    {
        using var server = new TestServer();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        using var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unix.Bind(new UnixDomainSocketEndPoint(path));
        unix.Listen(5);
        await using var host = new LoopHost();
        var open = new List<SocketConnection>();
        for (var i = 0; i < 2; i++)
        {
            await host.RunAsync(async () => open.Add((await host.Loop.ConnectAsync(server.Address, 5_000)).Connection!));
        }

        using var first = server.Accept();
        using var second = server.Accept();
        var later = (SocketConnection?)null;
        await host.Loop.RunAsync(() => open.ForEach(connection => _ = Replace(connection, host.Loop)));
        using var hold = new ManualResetEventSlim();
        host.Loop.Post(_ => hold.Wait(LoopHost.Patience), null);
        first.Send("x"u8); // Both events come in one batch; whichever is first closes the other's connection.
        second.Send("x"u8);
        hold.Set();
        await Until.TrueAsync(() => Volatile.Read(ref later) is not null, "the replacement");
        await host.Loop.RunAsync(() => { });
        await host.Loop.RunAsync(() =>
        {
            Assert.That((later!.HasUnreadEvent, _unreadEvents), Is.EqualTo((false, 0)));
            later.Close();
        });

        async Detached Replace(SocketConnection connection, EventLoop loop)
        {
            try
            {
                await connection.Input.ReadAsync();
            }
            catch (ConnectionLostException)
            {
                return;
            }

            open.ForEach(other => other.Close());
            connection.Input.Complete();
            var opened = (await loop.ConnectAsync(unix.LocalEndPoint!, 5_000)).Connection!;
            opened.Observer = this;
            Volatile.Write(ref later, opened);
        }
    }

    void IEpollHandler.OnEvents(uint events)
    {
    }

    void ITransportObserver.OnUnreadEvent(bool reset) => _unreadEvents++;

    private static int Descriptor(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();
}
