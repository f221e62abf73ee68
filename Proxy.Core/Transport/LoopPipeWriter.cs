using System.IO.Pipelines;

namespace Proxy.Core.Transport;

/// <summary>A foreign writer whose waits end on the loop.</summary>
internal sealed class LoopPipeWriter : PipeWriter
{
    private readonly PipeWriter _inner;
    private readonly LoopPromise<FlushResult> _promise;
    private bool _isCompleted; // by us: what it says then is meant for its user

    public LoopPipeWriter(PipeWriter inner, EventLoop loop) => (_inner, _promise) = (inner, new LoopPromise<FlushResult>(loop));

    public override bool CanGetUnflushedBytes => _inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => _inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _inner.GetSpan(sizeHint);

    public override void Advance(int bytes) => _inner.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return _promise.Bring(_inner.FlushAsync(cancellationToken));
        }
        catch (Exception exception) when (!_isCompleted || exception is not InvalidOperationException)
        {
            return ValueTask.FromException<FlushResult>(LoopPromise<FlushResult>.Lost(exception));
        }
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        try
        {
            return _promise.Bring(_inner.WriteAsync(source, cancellationToken));
        }
        catch (Exception exception) when (!_isCompleted || exception is not InvalidOperationException)
        {
            return ValueTask.FromException<FlushResult>(LoopPromise<FlushResult>.Lost(exception));
        }
    }

    public override void CancelPendingFlush() => _inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        _isCompleted = true;
        _inner.Complete(exception);
    }
}
