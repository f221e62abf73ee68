using System.IO.Pipelines;

namespace Proxy.Tests.Kit;

/// <summary>A writer that blocks until a gate opens, or throws, when it is completed.</summary>
internal sealed class OddWriter(PipeWriter inner, ManualResetEventSlim? gate) : PipeWriter
{
    public override void Advance(int bytes) => inner.Advance(bytes);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (gate is null)
        {
            throw new ArithmeticException("The owner's end of it failed.");
        }

        gate.Wait(Patience.Time);
        inner.Complete(exception);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
}
