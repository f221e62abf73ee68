using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 4: what is handed over goes through the ready list, and the sockets get their turn in between.</summary>
[TestFixture]
public sealed class ReadyTests
{
    private const int Links = 10_000;

    [Test]
    public async Task A_chain_of_hand_overs_stays_flat()
    {
        await using var host = new LoopHost();
        var depth = new StackSpan();
        var left = Links;
        var done = new TaskCompletionSource();
        void Next(object? state)
        {
            depth.Look();
            if (--left == 0)
            {
                done.SetResult();
            }
            else
            {
                host.Loop.Ready(Next, state);
            }
        }

        await host.Loop.RunAsync(() => Next(null));
        await done.Task.WaitAsync(LoopHost.Patience);
        Assert.That(depth.Bytes, Is.LessThan(4_096));
    }

    [Test]
    public async Task Waiters_that_wake_one_another_stay_flat_and_in_order()
    {
        await using var host = new LoopHost();
        var depth = new StackSpan();
        var doors = Enumerable.Range(0, Links + 1).Select(_ => new TaskCompletionSource()).ToArray();
        var order = new List<int>();
        await host.RunAsync(async () =>
        {
            for (var i = 0; i < Links; i++)
            {
                _ = Pass(i);
            }

            doors[0].SetResult();
            await doors[Links].Task;
        });
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, Links)));
        Assert.That(depth.Bytes, Is.LessThan(16_384));

        async Detached Pass(int number)
        {
            await doors[number].Task.ConfigureAwait(false);
            depth.Look();
            order.Add(number);
            host.Loop.Ready(static door => ((TaskCompletionSource)door!).SetResult(), doors[number + 1]);
        }
    }

    [Test]
    public async Task Sockets_timers_and_other_threads_get_their_turn_during_a_chain_without_end([Values(TransportKind.Automatic, TransportKind.Managed)] TransportKind kind)
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        var stop = false;
        void Again(object? state)
        {
            if (!stop)
            {
                host.Loop.Ready(Again, state);
            }
        }

        await host.Loop.RunAsync(() => Again(null));
        await host.RunAsync(async () =>
        {
            var timer = new RecordingTimer();
            host.Loop.SetTimer(timer.Timer, 60);
            var connection = (await host.Loop.ConnectAsync(server.Address, 5_000)).Connection!;
            await connection.Output.WriteAsync("x"u8.ToArray());
            using var peer = server.Accept();
            peer.Send("y"u8);
            Assert.That((await connection.Input.ReadAsync()).Buffer.Length, Is.EqualTo(1));
            await Until.TrueAsync(host.Loop, () => timer.Fired == 1, "the timer");
            connection.Input.Complete();
            connection.Close();
        });
        await host.Loop.RunAsync(() => stop = true).WaitAsync(LoopHost.Patience);
    }
}
