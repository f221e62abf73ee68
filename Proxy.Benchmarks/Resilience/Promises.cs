using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Reporting;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience;

/// <summary>What docs/resilience.md says of this proxy, held against a run.</summary>
internal static class Promises
{
    public const double RecoverySeconds = 2, RetryBudget = 0.2, GoodputShare = 0.9, RefusalMicroseconds = 50_000;

    /// <summary>Noise of a ratio that is counted over some thousands of requests.</summary>
    private const double BudgetNoise = 0.01;

    /// <summary>Every promise that was broken, in words; none for a run without this proxy.</summary>
    public static IReadOnlyList<string> FindBroken(ResilienceResult result) =>
    [
        .. result.Faults.Where(each => each.Peer == PeerCatalog.Ours).SelectMany(each => OfFault(each.Fault, each.Round)),
        .. result.Storms.Where(each => each.Peer == PeerCatalog.Ours).SelectMany(each => OfStorm(each.Round)),
        .. OfOverload([.. result.Overloads.Where(each => each.Peer == PeerCatalog.Ours).Select(each => each.Step)]),
    ];

    private static IEnumerable<string> OfFault(Fault fault, FaultRound round)
    {
        var where = $"{fault.Name}, round {round.Round}";
        if (round.FailedGets > 0)
            yield return $"{where}: {round.FailedGets} GETs failed without a response that had begun";
        if (round.DoublePosts > 0)
            yield return $"{where}: {round.DoublePosts} POSTs reached an origin twice";
        if (round.RecoverySeconds is null or > RecoverySeconds)
            yield return $"{where}: p99 was back after {Figures.Seconds(round.RecoverySeconds)}, not within {RecoverySeconds} s";

        // One that is only slow may keep what does not hurt, and one that restarts is back before it is out.
        if (fault is { IsSilent: true, EndsItself: false } && round.OutSeconds is null)
            yield return $"{where}: the origin had traffic to the end of its trouble";
        if (round.BackSeconds is null)
            yield return $"{where}: the origin never came back";
    }

    private static IEnumerable<string> OfStorm(StormRound round)
    {
        if (round.AttemptsPerRequest > 1 + RetryBudget + BudgetNoise)
            yield return FormattableString.Invariant($"storm: {round.AttemptsPerRequest:0.000} tries a request, the budget is {1 + RetryBudget}");
        if (round.DoublePosts > 0)
            yield return $"storm: {round.DoublePosts} POSTs reached an origin twice";
    }

    private static IEnumerable<string> OfOverload(IReadOnlyList<OverloadStep> steps)
    {
        if (steps.Count == 0)
            yield break;
        var heaviest = steps.GroupBy(step => step.Load).MaxBy(load => load.Key)!;
        var share = OverloadTable.Goodput(heaviest) / OverloadTable.Peak(steps);
        if (share < GoodputShare)
            yield return $"overload {heaviest.Key}×: {Figures.Percent(share)} of the peak's useful responses, not {Figures.Percent(GoodputShare)}";
        if (heaviest.Where(step => step.RefusedP99 is null or >= (int)RefusalMicroseconds).MaxBy(step => step.RefusedP99) is { } late)
            yield return $"overload {heaviest.Key}×: refused within {Figures.Milliseconds(late.RefusedP99)} (p99), not 50 ms";
    }
}
