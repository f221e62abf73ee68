using System.Runtime.CompilerServices;

namespace Proxy.Core.Transport;

/// <summary>Awaiting it on any thread goes on on the loop.</summary>
internal readonly struct LoopReturn : ICriticalNotifyCompletion
{
    private static readonly Action<object?> Invoke = static state => ((Action)state!)();

    private readonly EventLoop _loop;

    public LoopReturn(EventLoop loop) => _loop = loop;

    public bool IsCompleted => _loop.IsCurrent;

    public LoopReturn GetAwaiter() => this;

    public void GetResult()
    {
        // Nothing to return: being here is all.
    }

    public void OnCompleted(Action continuation) => _loop.Post(Invoke, continuation);

    public void UnsafeOnCompleted(Action continuation) => _loop.Post(Invoke, continuation);
}
