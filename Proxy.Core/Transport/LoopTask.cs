using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>
/// Builds the <see cref="ValueTask"/> of an async method whose state is taken from, and given back to, the thread's own stack:
/// nothing is allocated in steady state. The task has to be awaited exactly once. No execution context is captured.
/// </summary>
internal struct LoopTask
{
    private LoopTask<byte> _inner;

    public static LoopTask Create() => default;

    public ValueTask Task => _inner.UntypedTask;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only called for boxed state machines, which this builder never makes.
    }

    public void SetResult() => _inner.SetResult(0);

    public void SetException(Exception exception) => _inner.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(_inner.Box(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(_inner.Box(ref stateMachine));
}
