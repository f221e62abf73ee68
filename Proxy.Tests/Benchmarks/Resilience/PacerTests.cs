using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class PacerTests
{
    private const long Second = 1_000_000_000;

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(500)]
    [TestCase(4999)]
    [TestCase(5000)]
    public void A_request_is_due_from_its_time_on_and_not_before(int rate)
    {
        var pacer = new Pacer(123_456_789, rate);
        for (var number = 1; number <= 10_000; number++)
        {
            var time = pacer.IntendedAt(number);
            Assert.That(pacer.DueBy(time), Is.EqualTo(number), $"{number} at its time");
            Assert.That(pacer.DueBy(time - 1), Is.EqualTo(number - 1), $"{number} before its time");
        }
    }

    [Test]
    public void The_rate_holds_over_an_hour()
    {
        var pacer = new Pacer(0, 5000);
        Assert.That(pacer.IntendedAt(5000 * 3600 + 1), Is.EqualTo(3600 * Second));
        Assert.That(pacer.DueBy(3600 * Second - 1), Is.EqualTo(5000 * 3600));
    }

    [Test]
    public void Phases_divide_the_requests_without_a_gap()
    {
        var record = new LoadRecord(new Pacer(1000, 7), 70);
        long[] bounds = [1000, 1000 + Second, 1000 + (long)(2.5 * Second), 1000 + 11 * Second];
        var numbers = bounds.Zip(bounds.Skip(1)).SelectMany(phase => record.Between(phase.First, phase.Second)).ToArray();
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, 70)));
        Assert.That(record.Between(bounds[0], bounds[1]), Is.EqualTo(Enumerable.Range(1, 7)));
    }

    [Test]
    public void Latency_counts_from_when_a_request_was_meant_to_be_sent()
    {
        var record = new LoadRecord(new Pacer(1000, 10), 2);
        record.NoteSent(2, 1000 + Second / 2);
        record.NoteEnd(2, Outcome.Ok, 200, 1000 + Second);
        Assert.That((record.LatenessMicroseconds(2), record.LatencyMicroseconds(2)), Is.EqualTo((400_000, 900_000)));
    }
}
