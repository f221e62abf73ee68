using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>Awaiting it on its loop lets everybody else have their turn first.</summary>
internal readonly struct LoopYield : ICriticalNotifyCompletion
{
    private static readonly Action<object?> Invoke = static state => ((Action)state!)();

    private readonly EventLoop _loop;

    public LoopYield(EventLoop loop) => _loop = loop;

    public bool IsCompleted => false;

    public LoopYield GetAwaiter() => this;

    public void GetResult()
    {
        // Nothing to return: coming back is all.
    }

    public void OnCompleted(Action continuation) => _loop.Ready(Invoke, continuation);

    public void UnsafeOnCompleted(Action continuation) => _loop.Ready(Invoke, continuation);
}
