namespace Proxy.Core.Transport;

/// <summary>The calling thread's idle objects of a type, and the list of all such stacks so that its loop can trim them.</summary>
internal static class LoopLocal<T>
    where T : class
{
    [ThreadStatic]
    private static LoopStack<T>? _stack;

    public static LoopStack<T> Stack => _stack ?? Create();

    private static LoopStack<T> Create()
    {
        _stack = new LoopStack<T>();
        LoopLocalStacks.Add(_stack);
        return _stack;
    }
}
