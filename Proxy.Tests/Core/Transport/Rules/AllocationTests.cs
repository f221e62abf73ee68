using System.Runtime.CompilerServices;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 6: nothing is allocated in steady state. The clock stands still, so that no trimming falls into a measurement.</summary>
[TestFixture]
public sealed class AllocationTests
{
    private const int InFlight = 5_000;
    private readonly WaitingRoom _room = new(InFlight);
    private int _sum;

    [SetUp]
    public void NeedsOptimization() => Optimized.Required();

    [Test]
    [Platform("Linux")]
    public async Task Connections_that_pass_messages_allocate_nothing()
    {
        await using var host = new LoopHost(TransportKind.Epoll, clock: new ManualClock());
        var accepted = new Queue<SocketConnection>();
        var listener = TestListener.Open(new ListenerOptions { Address = "127.0.0.1:0" }, host.Group, (connection, _) => accepted.Enqueue(connection));
        var game = new PingPong(window: 10_000);
        await host.RunAsync(async () =>
        {
            for (var i = 0; i < 64; i++)
            {
                var left = (await host.Loop.ConnectAsync(listener.LocalEndPoint, 5_000)).Connection!;
                await Until.TrueAsync(host.Loop, () => accepted.Count > 0, "accepted");
                game.Add(left, accepted.Dequeue());
            }

            await game.RunAsync();
        });

        // What the runtime itself needs once, as when it replaces a method by a faster one, is in one window; what each message costs is in all.
        Assert.That(game.Allocated.Min(), Is.Zero, string.Join(' ', game.Allocated));
        Assert.That(game.Allocated.Sum(), Is.LessThan(1_000), string.Join(' ', game.Allocated));
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
    }

    [Test]
    public async Task Thousands_of_waiting_methods_are_reused()
    {
        await using var host = new LoopHost(clock: new ManualClock());
        var allocated = 0L;
        await host.Loop.RunAsync(() =>
        {
            Round();
            Round();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Round();
            Round();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public async Task A_result_comes_at_once_and_an_exception_after_a_wait()
    {
        await using var host = new LoopHost(clock: new ManualClock());
        await host.RunAsync(async () =>
        {
            Assert.That(await DoubleAsync(21, wait: false), Is.EqualTo(42));
            var boxed = FailAsync();
            _room.Release();
            try
            {
                await boxed;
                Assert.Fail("it did not fail");
            }
            catch (IOException)
            {
                // As it should.
            }
        });
    }

    private void Round()
    {
        _sum = 0;
        for (var i = 0; i < InFlight; i++)
        {
            _ = Outer(i);
        }

        _room.Release();
        if (_sum != InFlight * (InFlight - 1))
        {
            throw new InvalidOperationException("A result was lost.");
        }
    }

    private async Detached Outer(int number)
    {
        var doubled = await DoubleAsync(number, wait: true).ConfigureAwait(false);
        _sum += doubled;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<int> DoubleAsync(int number, bool wait)
    {
        if (wait)
        {
            await WaitAsync().ConfigureAwait(false);
        }

        return number * 2;
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask WaitAsync() => await _room;

    [AsyncMethodBuilder(typeof(LoopTask))]
    private async ValueTask FailAsync()
    {
        await _room;
        throw new IOException();
    }
}
