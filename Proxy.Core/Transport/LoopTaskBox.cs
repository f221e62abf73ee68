using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Proxy.Core.Transport;

/// <summary>The promise of an async method that did not complete at once.</summary>
internal abstract class LoopTaskBox<T> : LoopBox, IValueTaskSource<T>, IValueTaskSource
{
    private PromiseCore<T> _core;

    public short Version => _core.Version;

    public void SetResult(T result) => _core.SetResult(result);

    public void SetException(Exception exception) => _core.SetException(exception);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);

    public T GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    protected abstract void Return();
}

/// <summary>A box for the state of one async method.</summary>
internal sealed class LoopTaskBox<TStateMachine, T> : LoopTaskBox<T>
    where TStateMachine : IAsyncStateMachine
{
    private static readonly int Kind = NextKind();

    public TStateMachine StateMachine = default!;

    public static LoopTaskBox<TStateMachine, T> Rent() =>
        (LoopTaskBox<TStateMachine, T>?)EventLoop.Current?.Boxes.Rent(Kind) ?? new LoopTaskBox<TStateMachine, T>();

    protected override void MoveNext() => StateMachine.MoveNext();

    // The state is left as it is: it is overwritten by the next use, and what it refers to is pooled by the same loop.
    protected override void Return()
    {
        EventLoop.Current?.Boxes.Return(Kind, this);
    }
}
