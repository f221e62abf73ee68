namespace Proxy.Core.Transport;

/// <summary>Something to run on a loop.</summary>
internal readonly record struct LoopWork(Action<object?> Action, object? State);
