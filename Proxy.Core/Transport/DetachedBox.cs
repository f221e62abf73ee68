using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>The state of an async method that nobody waits for.</summary>
internal abstract class DetachedBox : LoopBox
{
    /// <summary>The method has ended.</summary>
    public abstract void Return();
}

/// <inheritdoc/>
internal sealed class DetachedBox<TStateMachine> : DetachedBox
    where TStateMachine : IAsyncStateMachine
{
    private static readonly int Kind = NextKind();

    public TStateMachine StateMachine = default!;

    public static DetachedBox<TStateMachine> Rent() =>
        (DetachedBox<TStateMachine>?)EventLoop.Current?.Boxes.Rent(Kind) ?? new DetachedBox<TStateMachine>();

    public override void Return()
    {
        StateMachine = default!;
        EventLoop.Current?.Boxes.Return(Kind, this);
    }

    protected override void MoveNext() => StateMachine.MoveNext();
}
