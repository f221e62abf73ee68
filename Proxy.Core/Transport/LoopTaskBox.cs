using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>The promise of an async method that did not complete at once.</summary>
internal abstract class LoopTaskBox<T> : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core;

    protected LoopTaskBox(Action? moveNext = null) => MoveNextAction = moveNext ?? MoveNext;

    public Action MoveNextAction { get; }

    public short Version => _core.Version;

    public void SetResult(T result) => _core.SetResult(result);

    public void SetException(Exception exception) => _core.SetException(exception);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    public T GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Return();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    protected abstract void MoveNext();

    protected abstract void Return();
}

/// <summary>A box for the state of one async method, reused through the thread's own stack.</summary>
internal sealed class LoopTaskBox<TStateMachine, T> : LoopTaskBox<T>
    where TStateMachine : IAsyncStateMachine
{
    public TStateMachine StateMachine = default!;

    public static LoopTaskBox<TStateMachine, T> Rent() =>
        LoopLocal<LoopTaskBox<TStateMachine, T>>.Stack.TryPop(out var box) ? box! : new LoopTaskBox<TStateMachine, T>();

    protected override void MoveNext() => StateMachine.MoveNext();

    protected override void Return()
    {
        StateMachine = default!;
        LoopLocal<LoopTaskBox<TStateMachine, T>>.Stack.Push(this);
    }
}
