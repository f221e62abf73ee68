using System.IO.Pipelines;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>A reader and a writer as one duplex pipe.</summary>
internal sealed class JoinedPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;
}
