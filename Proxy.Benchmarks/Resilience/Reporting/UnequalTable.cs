using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>What each way to choose between unequal origins comes to.</summary>
internal static class UnequalTable
{
    private static readonly string[] Heading = ["peer", "balance", "p50, ms", "p99, ms", "share of the slow origin", "failed"];

    public static string Format(ResilienceResult result) => MarkdownTable.Format(
    [
        Heading,
        .. Balance.All.Select(balance => (Balance: balance, Rounds: Rounds(result, balance))).Where(row => row.Rounds.Count > 0)
            .Select(row => Row(row.Balance, row.Rounds)),
    ]);

    public static IReadOnlyList<UnequalRound> Rounds(ResilienceResult result, Balance balance) =>
        [.. result.Unequals.Where(each => each.Balance == balance).Select(each => each.Round)];

    public static string Summarize(UnequalRound round) =>
        $"p50 {Figures.Milliseconds(round.P50)}, p99 {Figures.Milliseconds(round.P99)}, {Figures.Percent(round.SlowShare)} to the slow one, {round.Failed} failed";

    private static string[] Row(Balance balance, IReadOnlyList<UnequalRound> rounds) =>
    [
        balance.Peer,
        balance.Name,
        Figures.Spread(rounds.Select(round => round.P50), 1000),
        Figures.Spread(rounds.Select(round => round.P99), 1000),
        Figures.Percent(rounds.Average(round => round.SlowShare)),
        Figures.Count(rounds.Sum(round => round.Failed)),
    ];
}
