using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class TrialCheckTests
{
    private const int Requests = 4;
    private string _directory = "";

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("check-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_measurement_that_adds_up_counts() => Assert.That(Find((_, _) => { }), Is.Null);

    [Test]
    public void An_answer_that_no_origin_knows_of_does_not() =>
        Assert.That(Find((load, _) => load.NoteEnd(4, Outcome.Ok, 200, 0)), Does.Contain("request 4").And.Contain("no origin"));

    [Test]
    public void A_response_to_something_else_does_not() =>
        Assert.That(Find((load, _) => load.NoteEnd(2, Outcome.Wrong, 200, 0)), Does.Contain("request 2"));

    [Test]
    public void A_load_that_came_late_does_not() =>
        Assert.That(Find((load, late) => load.NoteSent(1, late), (load, late) => load.NoteSent(2, late)), Does.Contain("too busy"));

    [Test]
    public void Nothing_answered_does_not()
    {
        var find = Find([.. Enumerable.Range(1, Requests).Select<int, Action<LoadRecord, long>>(number => (load, _) => load.NoteEnd(number, Outcome.TimedOut, 0, 0))]);
        Assert.That(find, Does.Contain("no request was answered"));
    }

    // Of four requests three were answered; each of these came to an origin.
    private string? Find(params Action<LoadRecord, long>[] changes)
    {
        using var ledger = Ledger.Create(Path.Combine(_directory, "ledger"), Requests);
        var load = new LoadRecord(new Pacer(0, 1000), Requests);
        for (var number = 1; number < Requests; number++)
        {
            ledger.NoteDelivery(number, 0);
            load.NoteSent(number, load.Pacer.IntendedAt(number));
            load.NoteEnd(number, Outcome.Ok, 200, 5_000_000);
        }

        load.NoteEnd(Requests, Outcome.TimedOut, 0, 5_000_000);
        foreach (var change in changes)
            change(load, 1_000_000_000);
        return TrialCheck.FindProblem(load, new LedgerSnapshot([ledger], Requests, slots: 1));
    }
}
