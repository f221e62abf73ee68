using NUnit.Framework;
using Proxy.Host.Running;

namespace Proxy.Tests.Host.Running;

public class MemoryTrimmerTests
{
    [Test]
    public void A_burst_is_collected_once_it_is_over_and_once_more_when_the_pools_are_done()
    {
        var (open, collected) = (0, 0);
        using var trimmer = new MemoryTrimmer(() => open, () => collected++);
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
        using var trimmer = new MemoryTrimmer(() => open, () => collected++);
        trimmer.Look();
        open = 0;
        trimmer.Look();
        Assert.That(collected, Is.Zero);
    }
}
