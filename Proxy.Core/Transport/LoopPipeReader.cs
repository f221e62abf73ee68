using System.IO.Pipelines;

namespace Proxy.Core.Transport;

/// <summary>A foreign reader whose waits end on the loop.</summary>
internal sealed class LoopPipeReader : PipeReader
{
    private readonly PipeReader _inner;
    private readonly LoopPromise<ReadResult> _promise;
    private bool _isCompleted; // by us: what it says then is meant for its user

    public LoopPipeReader(PipeReader inner, EventLoop loop) => (_inner, _promise) = (inner, new LoopPromise<ReadResult>(loop));

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return _promise.Bring(_inner.ReadAsync(cancellationToken));
        }
        catch (Exception exception) when (!_isCompleted || exception is not InvalidOperationException)
        {
            return ValueTask.FromException<ReadResult>(LoopPromise<ReadResult>.Lost(exception));
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        try
        {
            return _inner.TryRead(out result);
        }
        catch (Exception exception) when (!_isCompleted || exception is not InvalidOperationException)
        {
            throw LoopPromise<ReadResult>.Lost(exception);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => _inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        _isCompleted = true;
        _inner.Complete(exception);
    }
}
