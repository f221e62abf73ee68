using System.IO.Pipelines;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>The reference: two pipes of System.IO.Pipelines that use the loop as their scheduler.</summary>
public sealed class PipePair : DuplexPair
{
    public PipePair()
        : base(TransportKind.Automatic)
    {
    }

    public override Task OpenAsync()
    {
        var options = new PipeOptions(readerScheduler: Host.Loop, writerScheduler: Host.Loop, useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        Left = new JoinedPipe(back.Reader, there.Writer);
        Right = new JoinedPipe(there.Reader, back.Writer);
        return Task.CompletedTask;
    }
}
