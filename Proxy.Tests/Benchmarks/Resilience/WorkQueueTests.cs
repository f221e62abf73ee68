using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class WorkQueueTests
{
    [Test]
    public void Work_is_due_after_its_time()
    {
        var queue = new WorkQueue<string>();
        queue.Add("late", now: 100, ticks: 50);
        queue.Add("soon", now: 110, ticks: 5);
        Assert.That(queue.NextDue, Is.EqualTo(115));
        Assert.That(queue.TryTake(114, out _), Is.False);
        Assert.That(queue.TryTake(115, out var work), Is.True);
        Assert.That((work, queue.NextDue), Is.EqualTo(("soon", 150)));
    }

    [Test]
    public void Workers_serve_in_order_and_no_more_than_they_can()
    {
        var queue = new WorkQueue<int>();
        var waiting = Enumerable.Range(0, 5).Select(i => queue.AddFor(2, i, now: 100 + i, ticks: 10)).ToArray();
        Assert.That(waiting, Is.EqualTo(new[] { 0, 0, 1, 2, 3 }));

        var done = new List<(int Work, long Time)>();
        for (var now = 100L; now <= 140; now++)
        {
            while (queue.TryTake(now, out var work))
                done.Add((work, now));
        }

        Assert.That(done, Is.EqualTo(new (int, long)[] { (0, 110), (1, 111), (2, 120), (3, 121), (4, 130) }));
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
        Assert.That(queue.AddFor(2, 5, now: 200, ticks: 10), Is.Zero);
    }
}
