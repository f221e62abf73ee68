using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>Carries the result of a foreign operation to the loop. One operation at a time; reused.</summary>
internal sealed class LoopPromise<T> : IValueTaskSource<T>
{
    private static readonly Action<object?> Complete = static state => ((LoopPromise<T>)state!).OnLoop();

    private readonly EventLoop _loop;
    private readonly Action _posted;
    private PromiseCore<T> _core;
    private ConfiguredValueTaskAwaitable<T>.ConfiguredValueTaskAwaiter _foreign;

    public LoopPromise(EventLoop loop)
    {
        _loop = loop;
        _posted = () => _loop.Post(Complete, this);
    }

    /// <summary>Whatever a foreign pipe throws means the same to the engine: the connection is lost.</summary>
    public static IOException Lost(Exception exception) => exception as IOException ?? new IOException(exception.Message, exception);

    /// <summary>The same operation, whose continuation runs on the loop.</summary>
    public ValueTask<T> Bring(ValueTask<T> operation)
    {
        if (operation.IsCompletedSuccessfully)
        {
            return operation;
        }

        _foreign = operation.ConfigureAwait(false).GetAwaiter();
        if (_foreign.IsCompleted)
        {
            OnLoop();
        }
        else
        {
            _foreign.UnsafeOnCompleted(_posted);
        }

        return new ValueTask<T>(this, _core.Version);
    }

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);

    private void OnLoop()
    {
        T result;
        try
        {
            result = _foreign.GetResult();
        }
        catch (Exception exception)
        {
            _core.SetException(Lost(exception));
            return;
        }

        _core.SetResult(result);
    }
}
