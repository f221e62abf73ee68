using System.Globalization;
using Proxy.Benchmarks.Compare.Reporting;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>What each peer made of more load than its origin can serve.</summary>
internal static class OverloadTable
{
    private static readonly string[] Heading =
    [
        "peer", "load", "useful responses/s", "of the peak", "refused", "lost", "refused within (p99), ms", "(longest), ms", "served within (p99), ms", "waiting in the origin",
    ];

    public static string Format(ResilienceResult result) => MarkdownTable.Format(
    [
        Heading,
        .. result.Overloads.GroupBy(each => each.Peer, each => each.Step)
            .SelectMany(peer => peer.GroupBy(step => step.Load).OrderBy(load => load.Key).Select(load => Row(peer.Key, [.. load], Peak(peer)))),
    ]);

    public static string Summarize(OverloadStep step) =>
        $"{Units.Number(step.Goodput)} useful/s of {step.Offered}, {Figures.Percent(step.RefusedShare)} refused within {Figures.Milliseconds(step.RefusedP99)} "
        + $"(longest {Figures.Milliseconds(step.RefusedMaximum)}), {Figures.Percent(step.LostShare)} lost; served p99 {Figures.Milliseconds(step.ServedP99)}; "
        + $"{step.OriginQueue} waited in the origin";

    /// <summary>The most useful responses a second, at any load: the median of its rounds.</summary>
    public static double Peak(IEnumerable<OverloadStep> steps) => steps.GroupBy(step => step.Load).Max(Goodput);

    /// <summary>Median over rounds.</summary>
    public static double Goodput(IEnumerable<OverloadStep> rounds) => Compare.Results.Summary.Of(rounds.Select(step => step.Goodput)).Median;

    private static string[] Row(string peer, IReadOnlyList<OverloadStep> rounds, double peak) =>
    [
        peer,
        rounds[0].Load.ToString("0.0", CultureInfo.InvariantCulture) + "×",
        Figures.Spread(rounds.Select(step => (double?)step.Goodput)),
        Figures.Percent(Goodput(rounds) / peak),
        Figures.Percent(rounds.Average(step => step.RefusedShare)),
        Figures.Percent(rounds.Average(step => step.LostShare)),
        SpreadOfThoseThere(rounds.Select(step => step.RefusedP99)),
        SpreadOfThoseThere(rounds.Select(step => step.RefusedMaximum)),
        SpreadOfThoseThere(rounds.Select(step => step.ServedP99)),
        Figures.Count(rounds.Max(step => step.OriginQueue)),
    ];

    // Nothing refused is not a refusal that never came.
    private static string SpreadOfThoseThere(IEnumerable<int?> values) => Figures.Spread(values.Where(value => value is not null), 1000);
}
