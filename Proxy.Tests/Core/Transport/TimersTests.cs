using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TimersTests
{
    private const long Start = 1_000_000;
    private readonly Timers _timers = new(Start);
    private readonly RecordingTimer _one = new();
    private readonly RecordingTimer _two = new();

    [TestCase(1)]
    [TestCase(50)]
    [TestCase(51)]
    [TestCase(25_550)]
    [TestCase(25_600)]
    [TestCase(25_601)]
    [TestCase(60_000)]
    [TestCase(200_000)]
    public void A_timer_fires_once_not_early_and_at_most_a_tick_late(int after)
    {
        _timers.Set(_one.Timer, Start + after);
        for (var now = Start; now < Start + after; now++)
        {
            _timers.Advance(now);
            Assert.That(_one.Fired, Is.Zero, $"at {now - Start}");
        }

        _timers.Advance(Start + after + Timers.TickMilliseconds);
        Assert.That((_one.Fired, _one.Timer.Due, _timers.Count), Is.EqualTo((1, LoopTimer.Never, 0)));
        _timers.Advance(Start + (3 * after) + 100_000);
        Assert.That(_one.Fired, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_moved_later_does_not_fire_at_its_old_time()
    {
        _timers.Set(_one.Timer, Start + 100);
        _timers.Set(_one.Timer, Start + 40_000);
        Turn(Start, Start + 39_999);
        Assert.That((_one.Fired, _timers.Count), Is.EqualTo((0, 1)));
        _timers.Advance(Start + 40_050);
        Assert.That(_one.Fired, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_moved_earlier_fires_at_its_new_time()
    {
        _timers.Set(_one.Timer, Start + 40_000);
        _timers.Set(_one.Timer, Start + 100);
        Turn(Start, Start + 150);
        Assert.That(_one.Fired, Is.EqualTo(1));
        Turn(Start, Start + 50_000);
        Assert.That(_one.Fired, Is.EqualTo(1));
    }

    [Test]
    public void A_canceled_or_removed_timer_does_not_fire()
    {
        _timers.Set(_one.Timer, Start + 100);
        _timers.Set(_two.Timer, Start + 100);
        _one.Timer.Cancel();
        _timers.Remove(_two.Timer);
        Assert.That((_two.Timer.Due, _timers.Count), Is.EqualTo((LoopTimer.Never, 1)));
        Turn(Start, Start + 30_000);
        Assert.That((_one.Fired, _two.Fired, _timers.Count), Is.EqualTo((0, 0, 0)));
        _timers.Remove(_two.Timer);
        _timers.Set(_two.Timer, Start + 31_000);
        Turn(Start + 30_000, Start + 31_050);
        Assert.That(_two.Fired, Is.EqualTo(1));
    }

    [TestCase(26_000)]
    [TestCase(1_000_000_000)]
    public void A_clock_that_jumps_fires_all_that_came_due_and_nothing_else(long jump)
    {
        var later = new RecordingTimer();
        _timers.Set(_one.Timer, Start + 10);
        _timers.Set(_two.Timer, Start + jump);
        _timers.Set(later.Timer, Start + jump + 1_000);
        _timers.Advance(Start + jump);
        Assert.That((_one.Fired, _two.Fired, later.Fired), Is.EqualTo((1, 1, 0)));
        _timers.Advance(Start + jump + 1_050);
        Assert.That(later.Fired, Is.EqualTo(1));
    }

    [Test]
    public void A_firing_timer_may_set_itself_and_remove_and_set_others_of_its_slot()
    {
        var (removed, set) = (new RecordingTimer(), new RecordingTimer());
        foreach (var timer in new[] { removed, _one, _two })
        {
            _timers.Set(timer.Timer, Start + 100);
        }

        void Act()
        {
            _timers.Remove(removed.Timer);
            _timers.Set(set.Timer, Start + 50); // In the past: the next tick.
            _timers.Set(_one.Timer, Start + 300);
            _timers.Set(_two.Timer, Start + 300);
        }

        (_one.Then, _two.Then) = (Act, Act);
        _timers.Advance(Start + 100);
        Assert.That((removed.Fired, _one.Fired + _two.Fired, set.Fired), Is.EqualTo((0, 1, 0)));
        (_one.Then, _two.Then) = (null, null);
        Turn(Start + 101, Start + 350);
        Assert.That((removed.Fired, _one.Fired + _two.Fired, set.Fired, _timers.Count), Is.EqualTo((0, 3, 1, 0)));
    }

    [Test]
    public void The_delay_reaches_to_the_next_timer()
    {
        Assert.That(_timers.NextDelay(Start), Is.EqualTo(-1));
        _timers.Set(_one.Timer, Start + 10_020);
        Assert.That(_timers.NextDelay(Start), Is.EqualTo(10_050));
        Assert.That(_timers.NextDelay(Start + 30), Is.EqualTo(10_020));
        _timers.Set(_two.Timer, Start + 100);
        Assert.That(_timers.NextDelay(Start), Is.EqualTo(100));
        Assert.That(_timers.NextDelay(Start + 5_000), Is.Zero, "overdue");
        _timers.Remove(_two.Timer);
        _timers.Remove(_one.Timer);
        _timers.Set(_one.Timer, Start + 100_000);
        Assert.That(_timers.NextDelay(Start), Is.InRange(25_000, 25_600), "one round at most");
    }

    [Test]
    public void A_timer_of_no_end_is_accepted_and_never_fires()
    {
        _timers.Set(_one.Timer, LoopTimer.Never);
        Turn(Start, Start + 60_000);
        Assert.That((_one.Fired, _timers.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Any_order_of_setting_and_removing_fires_exactly_what_is_due([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var timers = Enumerable.Range(0, 50).Select(_ => new RecordingTimer()).ToArray();
        var due = new long[timers.Length];
        Array.Fill(due, LoopTimer.Never);
        for (var now = Start; now < Start + 200_000; now += random.Next(1, 400))
        {
            var i = random.Next(timers.Length);
            if (random.Next(3) == 0)
            {
                _timers.Remove(timers[i].Timer);
                due[i] = LoopTimer.Never;
            }
            else
            {
                due[i] = now + random.Next(70_000);
                _timers.Set(timers[i].Timer, due[i]);
            }

            var fired = timers.Select(timer => timer.Fired).ToArray();
            _timers.Advance(now);
            for (i = 0; i < timers.Length; i++)
            {
                if (timers[i].Fired > fired[i])
                {
                    Assert.That(due[i], Is.LessThanOrEqualTo(now), $"seed {seed}: early");
                    due[i] = LoopTimer.Never;
                }

                Assert.That(due[i], Is.GreaterThan(now - (2 * Timers.TickMilliseconds)), $"seed {seed}: missed");
            }
        }
    }

    private void Turn(long from, long to)
    {
        for (var now = from; now <= to; now += 20)
        {
            _timers.Advance(now);
        }

        _timers.Advance(to);
    }
}
