using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <inheritdoc cref="LoopTask"/>
internal struct LoopTask<T>
{
    private LoopTaskBox<T>? _box;
    private Exception? _exception;
    private T _result;

    public static LoopTask<T> Create() => default;

    public readonly ValueTask<T> Task =>
        _box is not null ? new ValueTask<T>(_box, _box.Version)
        : _exception is not null ? ValueTask.FromException<T>(_exception)
        : new ValueTask<T>(_result);

    internal readonly ValueTask UntypedTask =>
        _box is not null ? new ValueTask(_box, _box.Version)
        : _exception is not null ? ValueTask.FromException(_exception)
        : default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only called for boxed state machines, which this builder never makes.
    }

    public void SetResult(T result)
    {
        if (_box is null)
        {
            _result = result;
        }
        else
        {
            _box.SetResult(result);
        }
    }

    public void SetException(Exception exception)
    {
        if (_box is null)
        {
            _exception = exception;
        }
        else
        {
            _box.SetException(exception);
        }
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Box(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Box(ref stateMachine));

    // The box is stored in the builder before the state machine (which holds the builder) is copied into the box.
    internal Action Box<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is not null)
        {
            return _box.MoveNextAction;
        }

        var box = LoopTaskBox<TStateMachine, T>.Rent();
        _box = box;
        box.StateMachine = stateMachine;
        return box.MoveNextAction;
    }
}
