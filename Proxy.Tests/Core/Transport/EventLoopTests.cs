using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Transport;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class EventLoopTests(TransportKind kind)
{
    [Test]
    public async Task Work_posted_by_many_threads_wakes_the_loop_and_runs_in_the_order_of_each()
    {
        await using var host = new LoopHost(kind);
        var seen = new List<int>[4];
        await Task.WhenAll(Enumerable.Range(0, seen.Length).Select(thread => Task.Run(async () =>
        {
            seen[thread] = [];
            for (var i = 0; i < 2_000; i++)
            {
                var number = i;
                host.Loop.Post(_ => seen[thread].Add(number), null);
                if (i % 20 == 0)
                {
                    await host.Loop.RunAsync(() => { }).WaitAsync(LoopHost.Patience); // Lets it fall asleep now and then.
                }
            }
        })));
        await host.RunAsync(() => Task.CompletedTask);
        Assert.That(seen, Is.All.EqualTo(Enumerable.Range(0, 2_000)));
    }

    [Test]
    public async Task An_exception_ends_one_piece_of_work_and_is_counted()
    {
        await using var host = new LoopHost(kind) { ExpectedFaults = 4 };
        await host.RunAsync(async () =>
        {
            host.Loop.Post(_ => throw new IOException("posted"), null);
            host.Loop.Ready(_ => throw new IOException("ready"), null);
            _ = ThrowLater();
            var (throwing, other) = (new RecordingTimer { Then = () => throw new IOException("timer") }, new RecordingTimer());
            host.Loop.SetTimer(other.Timer, 1);
            host.Loop.SetTimer(throwing.Timer, 1); // The newest in a slot fires first.
            await Until.TrueAsync(host.Loop, () => other.Fired == 1 && host.Loop.Faults == 4, "the other timer");
        });

        async Detached ThrowLater()
        {
            await LoopHost.TurnAsync(host.Loop);
            throw new IOException("detached");
        }
    }

    [Test]
    public async Task What_is_run_from_outside_throws_outside()
    {
        await using var host = new LoopHost(kind);
        Assert.That(async () => await host.Loop.RunAsync(() => throw new IOException("mine")), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task A_manual_clock_turns_the_timers()
    {
        var clock = new ManualClock();
        await using var host = new LoopHost(kind, clock: clock);
        var timer = new RecordingTimer();
        await host.Loop.RunAsync(() => host.Loop.SetTimer(timer.Timer, 60_000));
        for (var second = 1; second <= 59; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1), host.Loop);
            await Until.TrueAsync(() => host.Loop.Now == second * 1_000, "the loop's clock");
        }

        Assert.That(timer.Fired, Is.Zero);
        clock.Advance(TimeSpan.FromMilliseconds(1_050), host.Loop);
        await Until.TrueAsync(() => timer.Fired == 1, "the timer");
    }

    [Test]
    public async Task It_goes_back_to_a_caller_on_any_thread_as_a_scheduler()
    {
        await using var host = new LoopHost(kind);
        var outside = new TaskCompletionSource<bool>();
        host.Loop.Schedule(_ => outside.SetResult(host.Loop.IsCurrent), null);
        Assert.That(await outside.Task.WaitAsync(LoopHost.Patience));
        await host.RunAsync(async () =>
        {
            var ran = false;
            host.Loop.Schedule(_ => ran = true, null);
            Assert.That(ran, Is.False, "never deeper on the stack");
            await LoopHost.TurnAsync(host.Loop);
            Assert.That(ran);
            await Task.Yield();
            Assert.That(host.Loop.IsCurrent, Is.False);
            await new LoopReturn(host.Loop);
        });
    }

    [Test]
    public async Task It_belongs_to_its_thread_and_ends()
    {
        EventLoop loop;
        await using (var host = new LoopHost(kind))
        {
            loop = host.Loop;
            EventLoop? current = null;
            await loop.RunAsync(() => current = EventLoop.Current);
            Assert.That((current, EventLoop.Current), Is.EqualTo((loop, (EventLoop?)null)));
        }

        Assert.That(loop.Ended.IsCompletedSuccessfully);
        loop.Post(_ => Assert.Fail("ran after the end"), null);
        loop.Nudge();
    }

    [Test]
    public async Task A_logger_that_throws_does_not_end_it()
    {
        var options = new TransportOptions { Kind = kind, Threads = 1 };
        var group = new EventLoopGroup(options, TimeProvider.System, new ThrowingLogger());
        group.Start();
        group.Loops[0].Post(_ => throw new IOException("posted"), null);
        await group.Loops[0].RunAsync(() => { }).WaitAsync(LoopHost.Patience);
        var listener = TestListener.Open(new ListenerOptions { Address = "127.0.0.1:0" }, group, (_, _) => { });
        listener.OnExhausted();
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
        await group.StopAsync().WaitAsync(LoopHost.Patience);
        Assert.That(group.Loops[0].Faults, Is.EqualTo(1));
    }

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("no room on the log's disk");
    }
}
