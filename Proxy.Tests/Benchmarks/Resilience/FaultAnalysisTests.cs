using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Runs;
using Proxy.Benchmarks.Resilience.Watch;

namespace Proxy.Tests.Benchmarks.Resilience;

/// <summary>
/// A made-up trial of twelve seconds at 600 requests/s: the fault lasts from the fourth second to the sixth, and the origin can serve from the
/// seventh on.
/// </summary>
internal sealed class FaultAnalysisTests
{
    private const int Rate = 600, Seconds = 12, Requests = Rate * Seconds, Began = 4, Healing = 6, Ended = 7, Returned = 8, Sick = 1;
    private const long Second = 1_000_000_000;
    private static readonly FaultTimes Times = new(2 * Second, Began * Second, Healing * Second, Ended * Second, Seconds * Second);
    private readonly LoadRecord _load = new(new Pacer(0, Rate), Requests);
    private readonly Ledger[] _ledgers = new Ledger[3];
    private string _directory = "";

    [SetUp]
    public void Run()
    {
        _directory = Directory.CreateTempSubdirectory("faults-").FullName;
        for (var i = 0; i < _ledgers.Length; i++)
            _ledgers[i] = Ledger.Create(Path.Combine(_directory, $"{i}"), Requests);
        foreach (var number in _load.Numbers)
        {
            var time = _load.Pacer.IntendedAt(number);
            var isAway = time is >= Began * Second and < Returned * Second;
            var origin = number % 3 == Sick && isAway ? 0 : number % 3;
            _ledgers[origin].NoteDelivery(number, time);
            _ledgers[origin].NoteBegun(number);
            _load.NoteEnd(number, Outcome.Ok, 200, time + (time is >= Began * Second and < Began * Second + Second ? 90_000_000 : 2_000_000));
        }
    }

    [TearDown]
    public void Delete()
    {
        foreach (var ledger in _ledgers)
            ledger.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void A_fault_that_nobody_noticed_has_no_failures()
    {
        var round = Analyze();
        Assert.That((round.FailedGets, round.CutGets, round.FailedPosts, round.DoublePosts), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(round.Requests, Is.EqualTo((Seconds - Began) * Rate));
    }

    [Test]
    public void Times_are_those_of_the_trial()
    {
        var round = Analyze();
        Assert.That((round.P99Before, round.P99During, round.P99After), Is.EqualTo((2_000, 90_000, 2_000)));
        Assert.That(round.RecoverySeconds, Is.EqualTo(1).Within(0.001));
        Assert.That(round.OutSeconds, Is.EqualTo(0.5).Within(0.001));
        Assert.That(round.BackSeconds, Is.EqualTo(1).Within(0.001));
        Assert.That(round.FullShareSeconds, Is.EqualTo(1).Within(0.001));
        Assert.That(round.Shares, Has.Count.EqualTo(10));
        Assert.That(round.Shares[0], Is.Zero);
        Assert.That(round.Shares[^1], Is.EqualTo(1.0 / 3).Within(0.02));
    }

    [Test]
    public void An_origin_that_had_traffic_when_its_fault_ended_was_never_out() =>
        Assert.That(
            new FaultAnalysis(Result(), Times, Sick, 1).Analyze([new Arrivals(Healing * Second - 1000, 9)]).OutSeconds,
            Is.Null, "however long it took to start");

    [Test]
    public void What_was_sent_during_the_fault_and_read_after_it_is_no_return()
    {
        for (var i = 0; i < 50; i++)
            _ledgers[Sick].NoteDelivery(6, Ended * Second + 10_000_000);
        var times = Times with { EndedAt = Ended * Second + 20_000_000 };
        var round = new FaultAnalysis(Result(), times, Sick, 1).Analyze([]);
        Assert.That(round.BackSeconds, Is.EqualTo(0.9).Within(0.001), "from the first whole tenth on");
        Assert.That(round.Shares[0], Is.Zero);
    }

    [Test]
    public void A_get_is_excused_only_by_a_response_that_had_begun()
    {
        // Number 3001 and on: within the fault. Of the first an origin had begun a response; of the second the client had seen bytes; of the third nothing.
        var (begun, cut, failed, post) = (3002, 3003, 3004, 3005);
        Fail(begun, Outcome.NoResponse);
        Fail(cut, Outcome.Cut);
        Fail(failed, Outcome.TimedOut);
        Fail(post, Outcome.ErrorStatus);
        var round = new FaultAnalysis(new TrialResult(_load, Silence(failed, cut)), Times, Sick, 1).Analyze(seen: null);
        Assert.That((round.FailedGets, round.CutGets, round.FailedPosts), Is.EqualTo((1, 2, 1)));
        Assert.That(round.Failures, Is.EquivalentTo(new Dictionary<string, int>
        {
            ["GET NoResponse"] = 1,
            ["GET Cut"] = 1,
            ["GET TimedOut"] = 1,
            ["POST 502"] = 1,
        }));
    }

    [Test]
    public void A_post_that_came_twice_is_seen_whenever_it_came()
    {
        _ledgers[2].NoteDelivery(5, 0);
        _ledgers[0].NoteDelivery(7000, 11 * Second);
        Assert.That(Analyze().DoublePosts, Is.EqualTo(2));
    }

    [Test]
    public void An_origin_that_notes_its_own_arrivals_is_out_when_they_end() =>
        Assert.That(
            new FaultAnalysis(Result(), Times, Sick, 1).Analyze(seen: null).OutSeconds,
            Is.Zero, "it got nothing from the beginning of the fault on");

    private FaultRound Analyze() => new FaultAnalysis(Result(), Times, Sick, 1).Analyze(
        [new Arrivals(Began * Second + 100_000_000, 60), new Arrivals(Began * Second + 500_000_000, 3), new Arrivals(Began * Second + Second, 1)]);

    private TrialResult Result() => new(_load, new LedgerSnapshot(_ledgers, Requests, Seconds * 10));

    private void Fail(int number, Outcome outcome) =>
        _load.NoteEnd(number, outcome, outcome == Outcome.ErrorStatus ? 502 : 0, _load.Pacer.IntendedAt(number) + 1000);

    // What origins would have noted had none of them begun a response to these.
    private LedgerSnapshot Silence(params int[] numbers)
    {
        using var ledger = Ledger.Create(Path.Combine(_directory, "silent"), Requests);
        foreach (var number in _load.Numbers)
        {
            ledger.NoteDelivery(number, _load.Pacer.IntendedAt(number));
            if (!numbers.Contains(number))
                ledger.NoteBegun(number);
        }

        return new LedgerSnapshot([ledger, ledger, ledger], Requests, Seconds * 10);
    }
}
