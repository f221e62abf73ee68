using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>What one fault did to each peer.</summary>
internal static class FaultTable
{
    private static readonly string[] Heading =
    [
        "peer", "GETs failed", "of them begun", "POSTs failed", "POSTs twice", "p50 before / during / after, ms", "p99 before, ms", "p99 during, ms",
        "p99 after, ms", "p99 back, s", "origin out, s", "its share meanwhile", "origin back, s", "full share, s",
    ];

    private const string NotAsked = "–";

    public static string Format(ResilienceResult result, Fault fault)
    {
        var peers = result.Faults.Where(each => each.Fault == fault).GroupBy(each => each.Peer, each => each.Round).ToArray();
        var causes = peers.Where(peer => peer.Any(round => round.Failures.Count > 0)).Select(peer => $"{peer.Key}: {Causes(peer)}");
        return MarkdownTable.Format([Heading, .. peers.Select(peer => Row(fault, peer.Key, [.. peer]))])
            + string.Concat(causes.Select(text => $"\nFailed, as clients saw it, {text}.\n"));
    }

    public static string Summarize(FaultRound round) =>
        $"{round.FailedGets + round.CutGets} GETs failed ({round.CutGets} begun), {round.FailedPosts} POSTs failed, {round.DoublePosts} twice; "
        + $"p99 {Figures.Milliseconds(round.P99Before)}, {Figures.Milliseconds(round.P99During)}, {Figures.Milliseconds(round.P99After)}; "
        + $"p99 back {Figures.Seconds(round.RecoverySeconds)}, out {Figures.Seconds(round.OutSeconds)}, back {Figures.Seconds(round.BackSeconds)}, "
        + $"full {Figures.Seconds(round.FullShareSeconds)}";

    private static string[] Row(Fault fault, string peer, IReadOnlyList<FaultRound> rounds) =>
    [
        peer,
        $"{Figures.Count(rounds.Sum(round => round.FailedGets + round.CutGets))} of {Figures.Count(rounds.Sum(round => (long)round.Requests))} requests",
        Figures.Count(rounds.Sum(round => round.CutGets)),
        Figures.Count(rounds.Sum(round => round.FailedPosts)),
        Figures.Count(rounds.Sum(round => round.DoublePosts)),
        string.Join(" / ", Median(rounds, round => round.P50Before), Median(rounds, round => round.P50During), Median(rounds, round => round.P50After)),
        Figures.Spread(rounds.Select(round => round.P99Before), 1000),
        Figures.Spread(rounds.Select(round => round.P99During), 1000),
        Figures.Spread(rounds.Select(round => round.P99After), 1000),
        Figures.Spread(rounds.Select(round => round.RecoverySeconds)),
        fault.EndsItself ? NotAsked : Figures.Spread(rounds.Select(round => round.OutSeconds)),
        fault.IsSilent ? NotAsked : Figures.Percent(rounds.Average(round => round.SickShare)),
        Figures.Spread(rounds.Select(round => round.BackSeconds)),
        Figures.Spread(rounds.Select(round => round.FullShareSeconds)),
    ];

    private static string Median(IReadOnlyList<FaultRound> rounds, Func<FaultRound, int?> value) =>
        Figures.Spread([rounds.Select(value).Order().ElementAt(rounds.Count / 2)], 1000);

    private static string Causes(IEnumerable<FaultRound> rounds) => string.Join(", ", rounds
        .SelectMany(round => round.Failures)
        .GroupBy(cause => cause.Key, cause => cause.Value)
        .OrderByDescending(group => group.Sum())
        .Select(group => $"{group.Key} {Figures.Count(group.Sum())}"));
}
