using System.Buffers;
using System.IO.Pipelines;

namespace Proxy.Core.Transport;

/// <summary>A pipe writer that can send what it holds and a body behind it in one system call, without copying the body.</summary>
internal interface IGatherWriter
{
    /// <summary>Flushes what was written and then the body; the body's bytes have to stay in place until the flush is done.</summary>
    ValueTask<FlushResult> FlushAsync(ReadOnlySequence<byte> body);

    /// <summary>
    /// Sends what was written at the end of the loop's turn, together with everybody else's: the kernel's sending path then stays in the processor's cache. Nobody
    /// is told the outcome; a failure shows at the next operation.
    /// </summary>
    /// <returns>False where the socket is known to be full or gone: a flush has to be awaited then.</returns>
    bool TryFlushSoon();

    /// <summary>Bytes were written that the socket has not taken.</summary>
    bool HasUnsent { get; }

    /// <summary>
    /// How many bytes the peer has still to take: those that wait here, a body that is being flushed included, and those that the system holds, which a slow
    /// peer can keep busy for minutes before it asks for more. A system call.
    /// </summary>
    long CountUntaken();
}
