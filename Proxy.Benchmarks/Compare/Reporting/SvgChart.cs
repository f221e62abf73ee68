using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Results;
using static Proxy.Benchmarks.Compare.Reporting.ChartStyle;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>The comparison as a picture: one panel for each scenario, two beside each other.</summary>
internal static class SvgChart
{
    private const string Title = "CPU time per proxied request";
    private const double HeadHeight = 150, FootHeight = 56, RowGap = 22;

    public static string Draw(ComparisonResult result)
    {
        var svg = new SvgWriter();
        DrawHead(svg, result);
        var top = HeadHeight;
        foreach (var pair in result.Scenarios.Select(scenario => new SvgPanel(scenario)).Chunk(2))
        {
            for (var column = 0; column < pair.Length; column++)
                pair[column].Draw(svg, Margin + column * (PanelWidth + ColumnGap), top);
            top += pair.Max(panel => panel.Height) + RowGap;
        }

        DrawFoot(svg, result, top);
        return svg.Finish(Width, top + FootHeight, Title);
    }

    private static void DrawHead(SvgWriter svg, ComparisonResult result)
    {
        svg.Text(Margin, 50, Title, 25, Ink, bold: true);
        svg.Text(Margin, 76, "µs of CPU time (user + system) of the proxy's processes per request; shorter is better", 14, Muted);
        DrawLegend(svg, result, 108);
        svg.Line(Margin, 126, Width - Margin, 126, Grid);
    }

    private static void DrawLegend(SvgWriter svg, ComparisonResult result, double baseline)
    {
        const double Swatch = 13, Gap = 24;
        var x = Margin;
        var peers = result.Scenarios.SelectMany(scenario => scenario.Peers).DistinctBy(peer => peer.Name);
        foreach (var peer in peers.OrderBy(peer => PeerCatalog.Names.ToList().IndexOf(peer.Name)))
        {
            svg.Rectangle(x, baseline - 11, Swatch, Swatch, peer.Color, radius: 2);
            svg.Text(x + Swatch + 7, baseline, peer.Title, 13, Ink);
            x += Swatch + 7 + SvgWriter.EstimateWidth(peer.Title, 13) + Gap;
        }

        var middle = baseline - 4.5;
        svg.Line(x, middle, x + 22, middle, Whisker, 1.4);
        svg.Line(x, middle - 4, x, middle + 4, Whisker, 1.4);
        svg.Line(x + 22, middle - 4, x + 22, middle + 4, Whisker, 1.4);
        svg.Text(x + 29, baseline, "min–max", 13, Ink);
    }

    private static void DrawFoot(SvgWriter svg, ComparisonResult result, double top)
    {
        var how = $"Median of {result.Rounds} interleaved rounds of {result.Seconds} s; {result.Cores.Note}. "
            + "÷ ours: median of the rounds' own ratios.";
        var versions = string.Join(" · ", result.Versions.Values.Distinct().Append(result.Machine.Processor));
        svg.Text(Margin, top + 8, how, 12, Muted);
        svg.Text(Margin, top + 27, versions, 12, Muted);
    }
}
