namespace Proxy.Core.Transport;

/// <summary>All stacks of idle objects of the calling thread.</summary>
internal static class LoopLocalStacks
{
    [ThreadStatic]
    private static List<ILoopStack>? _stacks;

    public static void Add(ILoopStack stack) => (_stacks ??= []).Add(stack);

    /// <summary>Lets each stack drop part of its surplus.</summary>
    public static void Trim()
    {
        foreach (var stack in _stacks ?? [])
        {
            stack.Trim();
        }
    }
}
