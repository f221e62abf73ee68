using System.IO.Pipelines;
using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Two connected duplex pipes whose work runs on one loop. What is written on one side is read on the other.</summary>
public abstract class DuplexPair
{
    private protected DuplexPair(TransportKind kind) => Host = new LoopHost(kind);

    internal LoopHost Host { get; }

    internal IDuplexPipe Left { get; private protected set; } = null!;

    internal IDuplexPipe Right { get; private protected set; } = null!;

    /// <summary>Connects both sides.</summary>
    public abstract Task OpenAsync();

    /// <summary>Completes all four ends, after which no buffer may be left in use, and stops the loop.</summary>
    public async Task CloseAsync()
    {
        await Host.RunAsync(() =>
        {
            foreach (var pipe in new[] { Left, Right })
            {
                pipe.Output.Complete();
                pipe.Input.Complete();
            }

            Assert.That(Host.Loop.Buffers.InUse, Is.Zero, "buffer blocks in use");
            return Task.CompletedTask;
        });
        await CloseListenerAsync();
        await Host.DisposeAsync();
    }

    private protected virtual Task CloseListenerAsync() => Task.CompletedTask;
}
