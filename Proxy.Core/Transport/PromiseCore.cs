using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>
/// The state of a promise that is awaited and kept on one loop: what <see cref="ManualResetValueTaskSourceCore{T}"/> is, without its interlocked
/// instructions, contexts and schedulers. The continuation runs inline from whoever keeps the promise. Reset by taking the result.
/// </summary>
internal struct PromiseCore<T>
{
    private Action<object?>? _continuation;
    private object? _state;
    private Exception? _error;
    private T _result;
    private short _version;
    private bool _isKept;

    /// <summary>The token of the present use.</summary>
    public readonly short Version => _version;

    public void SetResult(T result)
    {
        _result = result;
        Keep();
    }

    public void SetException(Exception error)
    {
        _error = error;
        Keep();
    }

    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        CheckToken(token);
        return !_isKept ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded
            : _error is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token)
    {
        CheckToken(token);
        if (_isKept)
        {
            // Kept between the look and the wait: one thread alone does not do that, but who awaits from another must not be left waiting.
            if (EventLoop.Current is { } loop)
            {
                loop.Ready(continuation, state);
            }
            else
            {
                ThreadPool.UnsafeQueueUserWorkItem(continuation, state, preferLocal: false);
            }

            return;
        }

        if (_continuation is not null)
        {
            throw new InvalidOperationException("The promise is awaited already.");
        }

        (_continuation, _state) = (continuation, state);
    }

    /// <summary>Takes the result, or throws the exception, and makes ready for another use.</summary>
    public T GetResult(short token)
    {
        CheckToken(token);
        if (!_isKept)
        {
            throw new InvalidOperationException("The promise is not kept yet.");
        }

        _isKept = false;
        _version++;
        if (_error is { } error)
        {
            _error = null;
            ExceptionDispatchInfo.Throw(error);
        }

        return _result;
    }

    private void Keep()
    {
        _isKept = true;
        if (_continuation is { } continuation)
        {
            var state = _state;
            _continuation = null;
            _state = null;
            continuation(state);
        }
    }

    private readonly void CheckToken(short token)
    {
        if (token != _version)
        {
            throw new InvalidOperationException("The promise was used already.");
        }
    }
}
