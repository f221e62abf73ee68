using NUnit.Framework;
using Proxy.Benchmarks.Resilience;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class PromisesTests
{
    private static readonly Fault Kill = FaultCatalog.Find("kill")!;

    private static readonly TestCaseData[] Broken =
    [
        new(Rounds.Good with { FailedGets = 1 }, "GETs failed"),
        new(Rounds.Good with { DoublePosts = 1 }, "twice"),
        new(Rounds.Good with { RecoverySeconds = 2.25 }, "p99"),
        new(Rounds.Good with { RecoverySeconds = null }, "p99"),
        new(Rounds.Good with { OutSeconds = null }, "traffic"),
        new(Rounds.Good with { BackSeconds = null }, "never came back"),
    ];

    [TestCaseSource(nameof(Broken))]
    public void A_fault_that_was_noticed_breaks_a_promise(FaultRound round, string says)
    {
        Assert.That(Find("ours", round), Has.Count.EqualTo(1).And.Some.Contains(says));
        Assert.That(Find("nginx", round), Is.Empty, "of others nothing is promised");
    }

    [Test]
    public void Responses_that_had_begun_and_posts_that_failed_once_break_none() =>
        Assert.That(Find("ours", Rounds.Good with { CutGets = 3, FailedPosts = 3 }), Is.Empty);

    [Test]
    public void More_tries_than_the_budget_allows_break_a_promise()
    {
        var result = Rounds.Result();
        result.Storms.Add(("ours", new StormRound(1000, 1200, 500, 800, 0, 3000)));
        Assert.That(Promises.FindBroken(result), Is.Empty);
        result.Storms.Add(("ours", new StormRound(1000, 1250, 500, 800, 0, 3000)));
        Assert.That(Promises.FindBroken(result), Has.Count.EqualTo(1).And.Some.Contains("1.250 tries"));
    }

    [TestCase(790, 49_000, 0)]
    [TestCase(690, 49_000, 1)]
    [TestCase(790, 50_000, 1)]
    [TestCase(690, null, 2)]
    public void Overload_must_leave_most_of_the_best_and_refuse_the_rest_soon(double goodput, int? refusedP99, int expected)
    {
        var result = Rounds.Result();
        foreach (var step in new[] { Rounds.Step(1, 800, null), Rounds.Step(2, 500, 900_000), Rounds.Step(3, goodput, refusedP99) })
            result.Overloads.Add(("ours", step));
        Assert.That(Promises.FindBroken(result), Has.Count.EqualTo(expected));
    }

    private static IReadOnlyList<string> Find(string peer, FaultRound round)
    {
        var result = Rounds.Result();
        result.Faults.Add((Kill, peer, round));
        return Promises.FindBroken(result);
    }
}
