using NUnit.Framework;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Tests.Core.Upstreams.Health;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class TrafficWindowTests
{
    private readonly TrafficWindow _window = TrafficWindow.From(Answered(100), 0);

    [Test]
    public void What_was_before_does_not_count() => Assert.That(_window.Advance(Answered(107), 1000).Recent, Is.EqualTo(Answered(7)));

    [Test]
    public void What_is_older_than_the_window_is_forgotten()
    {
        _window.Advance(Answered(200), 1000);
        for (var i = 2; i <= TrafficWindow.Intervals; i++)
        {
            Assert.That(_window.Advance(Answered(200), 1000 * i).Recent, Is.EqualTo(Answered(100)));
        }

        Assert.That(_window.Advance(Answered(201), 11_000).Recent, Is.EqualTo(Answered(1)));
    }

    [Test]
    public void Silence_lasts_from_the_last_answer_on()
    {
        Assert.That(_window.Advance(Answered(101) with { Asked = 105 }, 1000).Silence, Is.Zero);
        Assert.That(_window.Advance(Answered(101) with { Asked = 105 }, 5000), Is.EqualTo(new Traffic(Answered(1) with { Asked = 5 }, 4, 4000)));
        Assert.That(_window.Advance(Answered(102) with { Asked = 105 }, 6000).Silence, Is.Zero);
    }

    [Test]
    public void Whoever_is_not_asked_is_not_silent()
    {
        Assert.That(_window.Advance(Answered(100), 60_000).Silence, Is.Zero);
        Assert.That(_window.Advance(Answered(100) with { Asked = 103 }, 61_000).Silence, Is.EqualTo(1000));
    }

    [Test]
    public void Requests_that_clients_gave_up_are_no_answers()
    {
        var traffic = _window.Advance(Answered(100) with { Asked = 105, Ended = 105 }, 1000);
        Assert.That((traffic.Unanswered, traffic.Silence), Is.EqualTo((5, 1000)));
    }

    private static TryTotals Answered(int count) => new(count, count, count, 0, count, count);
}
