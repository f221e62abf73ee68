using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class SourceRefresherTests
{
    private const string A = "10.0.0.1:80";
    private const string B = "10.0.0.2:80";
    private const string Prefix = "upstream \"web\", \"web.example:80\": ";

    // Without a bound on a look-up the only timer is the one until the next.
    private static readonly ResolveOptions Unbounded = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly ManualClock _clock = new();
    private readonly RecordingLog _log = new();
    private readonly ScriptedSource _source = new();
    private readonly int _seed = Environment.TickCount;
    private SourceRefresher? _refresher;
    private int _changes;

    [TearDown]
    public async Task StopAsync()
    {
        TestContext.Out.WriteLine($"seed {_seed}");
        if (_refresher is not null)
        {
            await _refresher.DisposeAsync();
        }
    }

    [Test]
    public async Task It_asks_again_when_the_answer_no_longer_holds()
    {
        _source.Say(60, A);
        await RunAsync();
        await TurnAsync(59.9, asked: 1);
        await TurnAsync(0.1, asked: 2);
        await TurnAsync(60, asked: 3);
    }

    [TestCase(0, 5)]
    [TestCase(100_000, 300)]
    public async Task Time_to_live_is_bounded(int ttl, int seconds)
    {
        _source.Say(ttl, A);
        await RunAsync();
        await TurnAsync(seconds - 0.1, asked: 1);
        await TurnAsync(0.1, asked: 2);
    }

    [Test]
    public async Task An_interval_holds_whatever_the_answer_says()
    {
        _source.Say(1, A);
        await RunAsync(Unbounded with { Interval = TimeSpan.FromSeconds(20) });
        await TurnAsync(19.9, asked: 1);
        await TurnAsync(0.1, asked: 2);
    }

    [Test]
    public async Task A_change_is_told_and_order_is_none()
    {
        _source.Say(10, A, B);
        await RunAsync();
        _source.Say(10, B, A, B);
        await TurnAsync(10, asked: 2);
        Assert.That(_changes, Is.Zero);
        _source.Say(10, B, "10.0.0.3:80");
        await TurnAsync(10, asked: 3);
        Assert.That(_changes, Is.EqualTo(1));
        Assert.That(_refresher!.Present.Select(each => $"{each}"), Is.EqualTo((string[])[B, "10.0.0.3:80"]));
        Assert.That(Lines(), Is.EqualTo((string[])["Information 2 endpoints: now 10.0.0.3:80, no longer 10.0.0.1:80"]));
    }

    [Test]
    public async Task What_was_said_last_holds_while_it_fails()
    {
        _source.Say(10, A);
        await RunAsync();
        _source.Fail("no server");
        await TurnAsync(10, asked: 2);
        for (var asked = 3; asked < 9; asked++)
        {
            await TurnAsync(40, asked);
        }

        Assert.That((_refresher!.Present.Single().ToString(), _changes), Is.EqualTo((A, 0)));
        _source.Say(10, A);
        await TurnAsync(40, asked: 9);
        await TurnAsync(10, asked: 10);
        Assert.That(Lines(), Is.EqualTo((string[])
        [
            "Warning looking it up failed: no server; what it said last holds (1 endpoint), and it is asked again",
            "Information it can be looked up again, after 280 s",
        ]));
    }

    [Test]
    public async Task Further_tries_come_later_and_later()
    {
        _source.Say(10, A);
        await RunAsync();
        _source.Fail("no server");
        await TurnAsync(10, asked: 2);
        var asked = 2;
        foreach (var seconds in (double[])[1, 2, 4, 8, 16, 30, 30])
        {
            await TurnAsync(seconds * 0.74, asked);
            await TurnAsync(seconds * 0.52, ++asked);
        }
    }

    [Test]
    public async Task A_source_with_a_pace_is_asked_at_it_also_when_it_fails()
    {
        var source = new ScriptedSource { Pace = TimeSpan.FromSeconds(1) };
        source.Say(60, A);
        await RunAsync(Unbounded, source);
        source.Fail("line 3");
        for (var asked = 2; asked < 6; asked++)
        {
            await TurnAsync(1, asked, source);
        }

        source.Fail("line 4");
        await TurnAsync(1, 6, source);
        Assert.That(Lines().Select(line => line[..42]), Is.EqualTo((string[])
            ["Warning looking it up failed: line 3; what", "Warning looking it up failed: line 4; what"]));
    }

    [Test]
    public void A_wrong_name_fails_the_start_at_once()
    {
        _source.Fail("no such name", isTemporary: false);
        Assert.That(() => RunAsync(new ResolveOptions()), Throws.InstanceOf<EndpointSourceException>().With.Message.EqualTo("no such name"));
        Assert.That(_source.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_temporary_is_asked_again_while_there_is_time_to_start()
    {
        var options = new ResolveOptions { Timeout = TimeSpan.FromSeconds(5) };
        _source.Fail("no server");
        var starting = RunAsync(options);
        await Patience.UntilAsync(() => _source.Asked == 1, "asked");
        _source.Say(60, A);
        await Patience.UntilAsync(() => Turn(0.1) && _source.Asked == 2, "asked again");
        await starting.WaitAsync(Patience.Time);
        Assert.That(_refresher!.Present, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_start_is_given_up_in_time()
    {
        _source.Fail("no server");
        var starting = RunAsync(new ResolveOptions { Timeout = TimeSpan.FromSeconds(5) });
        await Patience.UntilAsync(() => Turn(0.1) && starting.IsCompleted, "given up");
        Assert.That(() => starting, Throws.InstanceOf<EndpointSourceException>());
        Assert.That(_source.Asked, Is.GreaterThan(1));
    }

    [Test]
    public async Task A_source_that_does_not_answer_is_given_up_in_time()
    {
        _source.Answer = async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };
        var starting = RunAsync(new ResolveOptions { Timeout = TimeSpan.FromSeconds(5) });
        await Patience.UntilAsync(() => _source.Asked == 1, "asked");
        Turn(5);
        Assert.That(() => starting.WaitAsync(Patience.Time), Throws.InstanceOf<EndpointSourceException>().With.Message.EqualTo("no answer within 5 s"));
    }

    [Test]
    public async Task A_source_that_hangs_is_not_asked_twice_at_a_time()
    {
        var end = new TaskCompletionSource<SourceAnswer>();
        _source.Answer = _ => end.Task;
        await RunAsync(new ResolveOptions { Required = false, Timeout = TimeSpan.FromMilliseconds(1) }, turn: true);
        await Patience.UntilAsync(() => Turn(1) && Lines().Any(line => line.Contains("still busy")), "tried again");
        Assert.That(_source.Asked, Is.EqualTo(1));
        _source.Say(60, A);
        end.SetResult(new([ScriptedSource.Endpoint(A)], null));
        await Patience.UntilAsync(() => Turn(1) && _changes == 1, "asked again");
    }

    [Test]
    public async Task Where_it_need_not_be_there_it_may_come_later()
    {
        _source.Fail("no such name", isTemporary: false);
        await RunAsync(Unbounded with { Required = false });
        Assert.That(_refresher!.Present, Is.Empty);
        _source.Say(60, A);
        await TurnAsync(1.25, asked: 2);
        Assert.That((_refresher.Present.Count, _changes), Is.EqualTo((1, 1)));
        Assert.That(Lines()[0], Is.EqualTo("Warning looking it up failed: no such name; it has no endpoint so far, and it is asked again"));
    }

    [Test]
    public async Task Whatever_it_throws_it_is_asked_again()
    {
        _source.Say(10, A);
        await RunAsync();
        _source.Answer = _ => throw new InvalidOperationException("a defect");
        await TurnAsync(10, asked: 2);
        _source.Say(10, B);
        await TurnAsync(1.25, asked: 3);
        Assert.That(_changes, Is.EqualTo(1));
    }

    [Test]
    public async Task Too_many_endpoints_are_a_failure()
    {
        _source.Say(10, [.. Enumerable.Range(1, 4097).Select(port => $"10.0.0.1:{port}")]);
        await RunAsync(Unbounded with { Required = false });
        Assert.That(Lines()[0], Does.Contain("4,097 endpoints are too many"));
    }

    [Test]
    public async Task When_it_has_ended_nobody_is_asked_or_told()
    {
        _source.Say(10, A);
        await RunAsync();
        await _refresher!.DisposeAsync();
        Assert.That(_clock.Timers, Is.Zero);
        _refresher = null;
    }

    private async Task RunAsync(ResolveOptions? options = null, ScriptedSource? source = null, bool turn = false)
    {
        var log = new SourceLog(_log, "web", "web.example:80", _clock);
        var refresher = new SourceRefresher(source ?? _source, options ?? Unbounded, log, _clock, new Random(_seed));
        var starting = refresher.StartAsync(CancellationToken.None);
        if (turn)
        {
            await Patience.UntilAsync(() => Turn(0.1) && starting.IsCompleted, "started");
        }

        await starting;
        _refresher = refresher;
        refresher.Run(() => Interlocked.Increment(ref _changes));
    }

    private bool Turn(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return true;
    }

    // It is waiting for its time, the clock is turned, and it is waiting again.
    private async Task TurnAsync(double seconds, int asked, ScriptedSource? source = null)
    {
        await Patience.UntilAsync(() => _clock.Timers == 1, "it waits");
        Turn(seconds);
        await Patience.UntilAsync(() => (source ?? _source).Asked >= asked && _clock.Timers == 1, $"asked {asked} times");
        Assert.That((source ?? _source).Asked, Is.EqualTo(asked));
    }

    private List<string> Lines() => [.. _log.Lines.Select(line => $"{line.Level} {line.Text[Prefix.Length..]}")];
}
