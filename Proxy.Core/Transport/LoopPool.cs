using Microsoft.Extensions.ObjectPool;

namespace Proxy.Core.Transport;

/// <summary>An object pool of one loop: a plain stack, since only the loop's own thread touches it.</summary>
internal sealed class LoopPool<T> : ObjectPool<T>
    where T : class
{
    private readonly LoopStack<T> _stack = new();
    private readonly Func<T> _create;

    public LoopPool(Func<T> create) => _create = create;

    /// <summary>Objects idle at the moment.</summary>
    public int Idle => _stack.Count;

    public override T Get() => _stack.TryPop(out var item) ? item! : _create();

    public override void Return(T obj) => _stack.Push(obj);

    /// <summary>Drops part of what was not needed since the last call.</summary>
    public void Trim() => _stack.Trim();
}
