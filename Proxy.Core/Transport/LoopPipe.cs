using System.IO.Pipelines;

namespace Proxy.Core.Transport;

/// <summary>A duplex pipe of another owner, whose continuations may run anywhere, as the loop needs it: every wait ends on the loop.</summary>
internal sealed class LoopPipe : IDuplexPipe
{
    public LoopPipe(IDuplexPipe inner, EventLoop loop)
    {
        Input = new LoopPipeReader(inner.Input, loop);
        Output = new LoopPipeWriter(inner.Output, loop);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }
}
