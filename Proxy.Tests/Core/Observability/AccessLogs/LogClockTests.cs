using System.Text;
using NUnit.Framework;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Observability.AccessLogs;

[TestFixture]
public sealed class LogClockTests
{
    [Test]
    public void The_loops_clock_counts_on_within_a_second()
    {
        var clock = new ManualClock();
        var log = new LogClock(clock);
        clock.Advance(TimeSpan.FromMilliseconds(7));
        log.Set(5_000);
        Assert.That(Encoding.ASCII.GetString(log.Iso), Is.EqualTo("2026-01-02T03:04:05.007Z"));
        log.Set(5_992);
        Assert.That(Encoding.ASCII.GetString(log.Iso), Is.EqualTo("2026-01-02T03:04:05.999Z"));
        Assert.That(Encoding.ASCII.GetString(log.Combined), Is.EqualTo("02/Jan/2026:03:04:05 +0000"));
    }

    [Test]
    public void The_system_is_asked_once_the_second_is_over()
    {
        var clock = new ManualClock();
        var log = new LogClock(clock);
        log.Set(0);
        clock.Advance(TimeSpan.FromHours(24.5));
        log.Set(999);
        Assert.That(Encoding.ASCII.GetString(log.Combined), Is.EqualTo("02/Jan/2026:03:04:05 +0000"));
        log.Set(1_000);
        Assert.That(Encoding.ASCII.GetString(log.Combined), Is.EqualTo("03/Jan/2026:03:34:05 +0000"));
        Assert.That(Encoding.ASCII.GetString(log.Iso), Is.EqualTo("2026-01-03T03:34:05.000Z"));
    }

    [Test]
    public void A_clock_that_was_set_back_is_followed()
    {
        var clock = new ManualClock();
        var log = new LogClock(clock);
        log.Set(0);
        clock.Advance(TimeSpan.FromSeconds(-90.25));
        log.Set(2_000);
        Assert.That(Encoding.ASCII.GetString(log.Iso), Is.EqualTo("2026-01-02T03:02:34.750Z"));
        log.Set(2_249);
        Assert.That(Encoding.ASCII.GetString(log.Iso), Is.EqualTo("2026-01-02T03:02:34.999Z"));
    }
}
