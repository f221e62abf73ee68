using System.Globalization;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Reporting;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Resilience.Runs;
using static Proxy.Benchmarks.Compare.Reporting.ChartStyle;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>A bar of p99 for each way to choose between unequal origins, with a mark at its p50.</summary>
internal static class BalanceChart
{
    private const string Title = "One of three origins 10× slower: latency by balancing";
    private const double FrameWidth = 760, Top = 84, LabelWidth = 210, ValueWidth = 110, Edge = 24, BottomHeight = 48;
    private const double BarSpace = FrameWidth - 2 * Edge - LabelWidth - ValueWidth;

    public static string Draw(ResilienceResult result)
    {
        var rows = Balance.All
            .Select(balance => (Balance: balance, Rounds: UnequalTable.Rounds(result, balance)))
            .Where(row => row.Rounds.Count > 0)
            .Select(row => (row.Balance, P50: Median(row.Rounds.Select(round => round.P50)), P99: Median(row.Rounds.Select(round => round.P99))))
            .ToArray();
        var svg = new SvgWriter();
        var scale = NiceScale.For(rows.Max(row => row.P99));
        svg.Text(Edge, 34, Title, 18, Ink, bold: true);
        svg.Text(Edge, 58, "ms; bar: 99th percentile, mark: median; shorter is better", 13, Muted);
        DrawAxis(svg, scale, rows.Length);
        foreach (var (index, row) in rows.Index())
            DrawRow(svg, row.Balance, row.P50, row.P99, Top + index * Row, scale);
        return svg.Finish(FrameWidth, Top + rows.Length * Row + BottomHeight, Title);
    }

    private static void DrawRow(SvgWriter svg, Balance balance, double p50, double p99, double top, NiceScale scale)
    {
        var left = Edge + LabelWidth;
        var middle = top + Row / 2;
        var mark = left + p50 / scale.Maximum * BarSpace;
        var peer = PeerCatalog.Create([balance.Peer])[0];
        svg.Text(left - 10, middle + 4.5, $"{peer.Title}: {balance.Name}", 13, Ink, "end");
        svg.Rectangle(left, middle - Bar / 2, p99 / scale.Maximum * BarSpace, Bar, peer.Color, radius: 2);
        svg.Line(mark, middle - Bar / 2 - 3, mark, middle + Bar / 2 + 3, Ink, 2);
        svg.Text(FrameWidth - Edge, middle + 4.5, $"{Units.Number(p50)} / {Units.Number(p99)}", 13, Ink, "end");
    }

    private static void DrawAxis(SvgWriter svg, NiceScale scale, int rows)
    {
        foreach (var tick in scale.Ticks())
        {
            var x = Edge + LabelWidth + tick / scale.Maximum * BarSpace;
            svg.Line(x, Top, x, Top + rows * Row, tick == 0 ? Axis : Grid);
            svg.Text(x, Top + rows * Row + 16, tick.ToString("#,0.###", CultureInfo.InvariantCulture), 11, Muted, "middle");
        }
    }

    // Milliseconds.
    private static double Median(IEnumerable<int?> microseconds) => Summary.Of(microseconds.Select(value => (value ?? 0) / 1000.0)).Median;
}
