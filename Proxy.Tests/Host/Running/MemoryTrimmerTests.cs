using NUnit.Framework;
using Proxy.Host.Running;

namespace Proxy.Tests.Host.Running;

public class MemoryTrimmerTests
{
    [Test]
    public void A_burst_is_collected_once_it_is_over_and_once_more_when_the_pools_are_done()
    {
        var (open, collected) = (0, 0);
        using var trimmer = new MemoryTrimmer(() => open, collect: () => collected++);
        foreach (var (now, expected) in new[] { (5000, 0), (3000, 0), (2000, 1), (100, 1), (100, 1), (100, 1), (100, 1), (100, 2), (100, 2), (100, 2) })
        {
            open = now;
            trimmer.Look();
            Assert.That(collected, Is.EqualTo(expected), $"{now} connections");
        }
    }

    [Test]
    public void Few_connections_are_no_burst()
    {
        var (open, collected) = (900, 0);
        using var trimmer = new MemoryTrimmer(() => open, collect: () => collected++);
        trimmer.Look();
        open = 0;
        trimmer.Look();
        Assert.That(collected, Is.Zero);
    }

    [Test]
    public void Reloads_are_collected_however_many_they_were()
    {
        var (reloads, collected) = (0L, 0);
        using var trimmer = new MemoryTrimmer(() => 0, () => reloads, () => collected++);
        foreach (var (now, expected) in new[] { (0L, 0), (1L, 1), (1L, 1), (200L, 2), (200L, 2) })
        {
            reloads = now;
            trimmer.Look();
            Assert.That(collected, Is.EqualTo(expected), $"{now} reloads");
        }
    }
}
