using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>Builds <see cref="Detached"/> methods.</summary>
internal struct DetachedBuilder
{
    private DetachedBox? _box;

    public readonly Detached Task => default;

    public static DetachedBuilder Create() => default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only called for boxed state machines, which this builder never makes.
    }

    public readonly void SetResult() => _box?.Return();

    public readonly void SetException(Exception exception)
    {
        EventLoop.Current?.OnFault(exception);
        _box?.Return();
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Box(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Box(ref stateMachine));

    private Action Box<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is null)
        {
            var box = DetachedBox<TStateMachine>.Rent();
            _box = box;
            box.StateMachine = stateMachine;
        }

        return _box.MoveNextAction;
    }
}
