using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>The state of an async method that nobody waits for.</summary>
internal abstract class DetachedBox
{
    protected DetachedBox() => MoveNextAction = MoveNext;

    public Action MoveNextAction { get; }

    /// <summary>The method has ended.</summary>
    public abstract void Return();

    protected abstract void MoveNext();
}

/// <inheritdoc/>
internal sealed class DetachedBox<TStateMachine> : DetachedBox
    where TStateMachine : IAsyncStateMachine
{
    public TStateMachine StateMachine = default!;

    public static DetachedBox<TStateMachine> Rent() =>
        LoopLocal<DetachedBox<TStateMachine>>.Stack.TryPop(out var box) ? box! : new DetachedBox<TStateMachine>();

    public override void Return()
    {
        StateMachine = default!;
        LoopLocal<DetachedBox<TStateMachine>>.Stack.Push(this);
    }

    protected override void MoveNext() => StateMachine.MoveNext();
}
