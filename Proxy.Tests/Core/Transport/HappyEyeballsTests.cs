using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Transport;

/// <summary>One connection to a server with two addresses (RFC 8305).</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class HappyEyeballsTests(TransportKind kind)
{
    private const long Timeout = 5_000;

    [Test]
    public async Task The_first_address_is_enough_where_it_answers()
    {
        using var first = new TestServer();
        using var second = new TestServer();
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await ConnectAsync(host.Loop, first.Address, second.Address);
            Assert.That(result.Connection!.RemoteEndPoint, Is.EqualTo(first.Address));
            ExpectNoTimers(host.Loop);
            result.Connection.Close();
        });
        Assert.That(second.IsAsked, Is.False, "the second was asked");
    }

    // By the clock nothing happens, so that the delay cannot be what brings the second in.
    [Test]
    public async Task Refusal_of_the_first_brings_in_the_second_at_once()
    {
        using var first = new TestServer(listens: false);
        using var second = new TestServer();
        await using var host = new LoopHost(kind, clock: new ManualClock());
        await host.RunAsync(async () =>
        {
            var result = await ConnectAsync(host.Loop, first.Address, second.Address);
            Assert.That(result.Connection!.RemoteEndPoint, Is.EqualTo(second.Address));
            ExpectNoTimers(host.Loop);
            result.Connection.Close();
        });
    }

    [Test]
    [Platform("Linux")]
    public async Task Silence_of_the_first_brings_in_the_second_after_a_while()
    {
        using var silent = new TestServer(backlog: 0);
        using var filling = new Filling(silent.Address);
        var others = PendingConnects.CountTo(silent.Address);
        using var second = new TestServer();
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var result = Begin(host.Loop, silent.Address, second.Address, Timeout, cancel: null);
        await TurnAsync(host.Loop, clock, HappyEyeballs.AttemptDelayMilliseconds - 1);
        Assert.That((second.IsAsked, PendingConnects.CountTo(silent.Address)), Is.EqualTo((false, others + 1)), "the second was asked too early");
        await TurnAsync(host.Loop, clock, 51);
        var connection = (await result.WaitAsync(LoopHost.Patience)).Connection!;
        Assert.That(connection.RemoteEndPoint, Is.EqualTo(second.Address));
        await host.Loop.RunAsync(() =>
        {
            ExpectNoTimers(host.Loop);
            connection.Close();
        });
        await Until.TrueAsync(() => PendingConnects.CountTo(silent.Address) == others, "the attempt that lost ends");
    }

    [Test]
    [Platform("Linux")]
    public async Task The_first_still_wins_where_the_second_is_silent()
    {
        using var first = new TestServer(backlog: 0);
        using var filling = new Filling(first.Address);
        using var second = new TestServer(listens: false);
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var result = Begin(host.Loop, first.Address, second.Address, Timeout, cancel: null);
        await TurnAsync(host.Loop, clock, HappyEyeballs.AttemptDelayMilliseconds + 50);
        Assert.That(result.IsCompleted, Is.False, "the second was refused, the first is still under way");
        var accepted = await AcceptUntilAsync(first, () => result.IsCompleted);
        var connection = (await result).Connection!;
        Assert.That(connection.RemoteEndPoint, Is.EqualTo(first.Address));
        await host.Loop.RunAsync(connection.Close);
        accepted.ForEach(socket => socket.Dispose());
    }

    // Both wait before a server that lets them in at last, within the same moment: one is taken, the other closed, whether it was open already or not.
    [Test]
    [Platform("Linux")]
    public async Task Of_two_that_succeed_one_is_left()
    {
        using var server = new TestServer(backlog: 0);
        using var filling = new Filling(server.Address);
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var result = Begin(host.Loop, server.Address, server.Address, Timeout, cancel: null);
        await TurnAsync(host.Loop, clock, HappyEyeballs.AttemptDelayMilliseconds + 50);
        var accepted = await AcceptUntilAsync(server, () => result.IsCompleted && PendingConnects.CountTo(server.Address) == 0);
        filling.Dispose();
        var connection = (await result).Connection!;
        await Until.TrueAsync(() => accepted.Count(IsOpen) == 1, "one connection is left");
        await host.Loop.RunAsync(() =>
        {
            ExpectNoTimers(host.Loop);
            connection.Close();
        });
        accepted.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task Two_refusals_are_one()
    {
        using var first = new TestServer(listens: false);
        using var second = new TestServer(listens: false);
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            Assert.That(await ConnectAsync(host.Loop, first.Address, second.Address), Is.EqualTo(ConnectResult.Failed(ConnectError.Refused)));
            ExpectNoTimers(host.Loop);
        });
    }

    [TestCase(5_000)]
    [TestCase(100)]
    [Platform("Linux")]
    public async Task Both_together_have_the_time_of_one(long timeout)
    {
        using var server = new TestServer(backlog: 0);
        using var filling = new Filling(server.Address);
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var result = Begin(host.Loop, server.Address, server.Address, timeout, cancel: null);
        for (var passed = 0L; passed < timeout - 50; passed += 50)
        {
            await TurnAsync(host.Loop, clock, 50);
            Assert.That(result.IsCompleted, Is.False, $"after {passed + 50} ms");
        }

        await TurnAsync(host.Loop, clock, 100);
        Assert.That(await result.WaitAsync(LoopHost.Patience), Is.EqualTo(ConnectResult.Failed(ConnectError.TimedOut)));
        await host.Loop.RunAsync(() => ExpectNoTimers(host.Loop));
    }

    [TestCase(0, 1)]
    [TestCase(300, 2)]
    [Platform("Linux")]
    public async Task Whoever_gives_up_ends_both(int after, int underWay)
    {
        using var server = new TestServer(backlog: 0);
        using var filling = new Filling(server.Address);
        var others = PendingConnects.CountTo(server.Address);
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var cancel = new ConnectCancel();
        var result = Begin(host.Loop, server.Address, server.Address, Timeout, cancel);
        await TurnAsync(host.Loop, clock, after);
        await Until.TrueAsync(() => PendingConnects.CountTo(server.Address) == others + underWay, "attempts are under way");
        await host.Loop.RunAsync(cancel.Cancel);
        Assert.That(await result.WaitAsync(LoopHost.Patience), Is.EqualTo(ConnectResult.Failed(ConnectError.Canceled)));
        await host.Loop.RunAsync(() =>
        {
            ExpectNoTimers(host.Loop);
            cancel.Cancel();
        });
        await Until.TrueAsync(() => PendingConnects.CountTo(server.Address) == others, "both attempts end");
    }

    // Only one family can be bound to a source: what the other says is no news.
    [Test]
    public async Task An_address_without_a_source_gives_way_to_the_other()
    {
        using var server = new TestServer();
        using var closed = new TestServer(listens: false);
        var v6 = new ConnectTarget(new IPEndPoint(IPAddress.IPv6Loopback, 9), IPAddress.Loopback);
        await using var host = new LoopHost(kind);
        await host.RunAsync(async () =>
        {
            var result = await HappyEyeballs.ConnectAsync(host.Loop, v6, new(server.Address, IPAddress.Loopback), Timeout);
            Assert.That(result.Connection!.RemoteEndPoint, Is.EqualTo(server.Address));
            result.Connection.Close();
            var failed = await HappyEyeballs.ConnectAsync(host.Loop, v6, new(closed.Address, IPAddress.Loopback), Timeout);
            Assert.That(failed, Is.EqualTo(ConnectResult.Failed(ConnectError.Refused)));
        });
    }

    private static ValueTask<ConnectResult> ConnectAsync(EventLoop loop, EndPoint first, EndPoint second) =>
        HappyEyeballs.ConnectAsync(loop, new(first), new(second), Timeout);

    private static Task<ConnectResult> Begin(EventLoop loop, EndPoint first, EndPoint second, long timeout, ConnectCancel? cancel)
    {
        var done = new TaskCompletionSource<ConnectResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => _ = RunAsync(), null);
        return done.Task;

        async Detached RunAsync() => done.SetResult(await HappyEyeballs.ConnectAsync(loop, new(first), new(second), timeout, cancel));
    }

    private static async Task TurnAsync(EventLoop loop, ManualClock clock, long milliseconds)
    {
        await loop.RunAsync(static () => { });
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds), loop);
        await loop.RunAsync(static () => { });
        await loop.RunAsync(static () => { });
    }

    private static void ExpectNoTimers(EventLoop loop) => Assert.That(loop.Timers.Count, Is.EqualTo(1), "timers beside the trimmer");

    // Makes room for those that wait, whose packets come again after a second or two.
    private static async Task<List<Socket>> AcceptUntilAsync(TestServer server, Func<bool> condition)
    {
        var accepted = new List<Socket>();
        await Until.TrueAsync(
            () =>
            {
                if (server.IsAsked)
                {
                    accepted.Add(server.Accept());
                }

                return condition() && !server.IsAsked;
            },
            "connections are let in");
        return accepted;
    }

    private static bool IsOpen(Socket socket) => !socket.Poll(0, SelectMode.SelectRead);
}
