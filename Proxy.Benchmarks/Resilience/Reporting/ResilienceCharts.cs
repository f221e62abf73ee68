using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>The pictures of a run, by file name.</summary>
internal static class ResilienceCharts
{
    private const double ShareSeconds = 0.5;

    public static IEnumerable<(string Name, string Svg)> Draw(ResilienceResult result)
    {
        foreach (var fault in result.Options.Faults)
        {
            var lines = result.Faults.Where(each => each.Fault == fault).GroupBy(each => each.Peer, each => each.Round).Select(Shares).ToArray();
            if (lines.Any(line => line.Points.Count > 0))
                yield return ($"share-{fault.Name}.svg", new LineChart($"Share of an origin after its return: {fault.Name}", "seconds since its return", "% of the traffic").Draw(lines));
        }

        if (result.Overloads.Count > 0)
        {
            var lines = result.Overloads.GroupBy(each => each.Peer, each => each.Step).Select(Goodput).ToArray();
            yield return ("overload.svg", new LineChart("Useful responses under overload", "load ÷ capacity", "useful responses per second").Draw(lines));
        }

        if (result.Unequals.Count > 0)
            yield return ("unequal.svg", BalanceChart.Draw(result));
    }

    private static Series Shares(IGrouping<string, FaultRound> peer)
    {
        var slots = peer.Min(round => round.Shares.Count);
        return Line(peer.Key, Enumerable.Range(0, slots).Select(slot =>
            ((slot + 1) * ShareSeconds, 100 * Summary.Of(peer.Select(round => round.Shares[slot])).Median)));
    }

    private static Series Goodput(IGrouping<string, OverloadStep> peer) =>
        Line(peer.Key, peer.GroupBy(step => step.Load).OrderBy(load => load.Key).Select(load => (load.Key, OverloadTable.Goodput(load))));

    private static Series Line(string name, IEnumerable<(double X, double Y)> points)
    {
        var peer = PeerCatalog.Create([name])[0];
        return new Series(peer.Title, peer.Color, [.. points]);
    }
}
