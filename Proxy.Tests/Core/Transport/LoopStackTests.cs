using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class LoopStackTests
{
    [Test]
    public void The_last_pushed_is_popped_first()
    {
        var stack = new LoopStack<string>();
        stack.Push("a");
        stack.Push("b");
        Assert.That((stack.TryPop(out var b), b, stack.TryPop(out var a), a, stack.TryPop(out _)), Is.EqualTo((true, "b", true, "a", false)));
    }

    [Test]
    public void Trimming_drops_half_of_what_was_not_needed_and_keeps_what_was()
    {
        var stack = Filled(100);
        stack.Trim(); // Nothing was idle the whole time since the stack began.
        Assert.That(stack.Count, Is.EqualTo(100));
        Use(stack, 60);
        stack.Trim(); // 40 never left the stack.
        Assert.That(stack.Count, Is.EqualTo(80));
        Use(stack, 80);
        stack.Trim();
        Assert.That(stack.Count, Is.EqualTo(80));
    }

    [Test]
    public void A_burst_is_let_go_of_in_the_end()
    {
        var burst = Filled(5_000);
        for (var i = 0; i < 14; i++)
        {
            burst.Trim();
        }

        Assert.That(burst.Count, Is.LessThanOrEqualTo(1));
        burst.Push(new object());
        Assert.That(burst.TryPop(out var item) && item is not null);
    }

    [Test]
    public void What_was_dropped_is_held_no_longer()
    {
        var (stack, weak) = Dropped();
        GC.Collect();
        Assert.That(weak.Count(reference => reference.IsAlive), Is.EqualTo(stack.Count).And.EqualTo(5));
        GC.KeepAlive(stack);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (LoopStack<object> Stack, WeakReference[] Weak) Dropped()
    {
        var stack = Filled(10);
        var items = new List<object>();
        while (stack.TryPop(out var item))
        {
            items.Add(item!);
        }

        items.ForEach(stack.Push);
        stack.Trim();
        stack.Trim();
        return (stack, [.. items.Select(item => new WeakReference(item))]);
    }

    private static LoopStack<object> Filled(int count)
    {
        var stack = new LoopStack<object>();
        for (var i = 0; i < count; i++)
        {
            stack.Push(new object());
        }

        return stack;
    }

    private static void Use(LoopStack<object> stack, int count)
    {
        var used = new Stack<object>();
        for (var i = 0; i < count; i++)
        {
            Assert.That(stack.TryPop(out var item));
            used.Push(item!);
        }

        while (used.TryPop(out var item))
        {
            stack.Push(item);
        }
    }
}
