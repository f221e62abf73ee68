using System.IO.Pipelines;

namespace Proxy.Tests.Properties.Exchanges;

/// <summary>A pipe's writer that tells an abort apart and still delivers all that was written before it, as a socket's peer may well read it. A pipe itself forgets.</summary>
internal sealed class LosslessWriter(PipeWriter inner) : PipeWriter
{
    private volatile bool _aborted;

    /// <summary>The end was no orderly one.</summary>
    public bool Aborted => _aborted;

    public override void Complete(Exception? exception = null)
    {
        _aborted = exception is not null;
        inner.Complete();
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
}
