using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>A running group of loops, stopped at the end of the test, which fails when a loop had to catch an exception it did not expect.</summary>
internal sealed class LoopHost : IAsyncDisposable
{
    /// <summary>How long anything may take before the test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public LoopHost(TransportKind kind = TransportKind.Automatic, int threads = 1, TimeProvider? clock = null)
    {
        Group = new EventLoopGroup(new TransportOptions { Kind = kind, Threads = threads }, clock ?? TimeProvider.System, NullLogger.Instance);
        Group.Start();
    }

    public EventLoopGroup Group { get; }

    public EventLoop Loop => Group.Loops[0];

    /// <summary>Faults the test provokes.</summary>
    public long ExpectedFaults { get; set; }

    /// <summary>Runs an async function on the first loop and waits for its end; it has to end on the loop as well.</summary>
    public Task RunAsync(Func<Task> body) => RunAsync(Loop, body);

    public static async Task RunAsync(EventLoop loop, Func<Task> body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture()!;
        loop.Post(_ => ExecutionContext.Run(context, _ => Begin(loop, body, done), null), null);
        await done.Task.WaitAsync(Patience);
    }

    /// <summary>Lets the loop take a turn; called on it.</summary>
    public static Task TurnAsync(EventLoop loop)
    {
        var turned = new TaskCompletionSource();
        loop.Ready(state => ((TaskCompletionSource)state!).SetResult(), turned);
        return turned.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await Group.StopAsync().WaitAsync(Patience);
        Assert.That(Group.Loops.Sum(loop => loop.Faults), Is.EqualTo(ExpectedFaults), "faults");
    }

    private static async void Begin(EventLoop loop, Func<Task> body, TaskCompletionSource done)
    {
        try
        {
            await body().ConfigureAwait(false);
            Assert.That(loop.IsCurrent, "The work left its loop.");
            done.SetResult();
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }
}
