using System.Buffers;
using System.IO.Pipelines;

namespace Proxy.Core.Transport;

/// <summary>A pipe writer that can send what it holds and a body behind it in one system call, without copying the body.</summary>
internal interface IGatherWriter
{
    /// <summary>Flushes what was written and then the body; the body's bytes have to stay in place until the flush is done.</summary>
    ValueTask<FlushResult> FlushAsync(ReadOnlySequence<byte> body);
}
