using System.IO.Pipelines;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Pipes of another owner, whose continuations run on the thread pool, brought to the loop.</summary>
public sealed class LoopPipePair : DuplexPair
{
    public LoopPipePair()
        : base(TransportKind.Automatic)
    {
    }

    public override Task OpenAsync()
    {
        var options = new PipeOptions(readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.ThreadPool, useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        Left = new LoopPipe(new JoinedPipe(back.Reader, there.Writer), Host.Loop);
        Right = new LoopPipe(new JoinedPipe(there.Reader, back.Writer), Host.Loop);
        return Task.CompletedTask;
    }
}
