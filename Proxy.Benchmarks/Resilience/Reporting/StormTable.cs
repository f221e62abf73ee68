using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>What each peer made of origins that fail every second request.</summary>
internal static class StormTable
{
    private static readonly string[] Heading = ["peer", "tries ÷ requests", "GETs failed", "POSTs twice", "p99, ms"];

    public static string Format(ResilienceResult result) => MarkdownTable.Format(
    [
        Heading, .. result.Storms.GroupBy(each => each.Peer, each => each.Round).Select(peer => Row(peer.Key, [.. peer])),
    ]);

    public static string Summarize(StormRound round) =>
        $"{FormattableString.Invariant($"{round.AttemptsPerRequest:0.000}")} tries a request, {Figures.Percent(round.FailedGetShare)} of GETs failed, "
        + $"{round.DoublePosts} POSTs twice; p99 {Figures.Milliseconds(round.P99)}";

    private static string[] Row(string peer, IReadOnlyList<StormRound> rounds) =>
    [
        peer,
        Figures.Spread(rounds.Select(round => (double?)round.AttemptsPerRequest)),
        Figures.Percent((double)rounds.Sum(round => round.FailedGets) / rounds.Sum(round => round.Gets)),
        Figures.Count(rounds.Sum(round => round.DoublePosts)),
        Figures.Spread(rounds.Select(round => round.P99), 1000),
    ];
}
