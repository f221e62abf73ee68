using Proxy.Benchmarks.Compare.Results;
using static Proxy.Benchmarks.Compare.Reporting.ChartStyle;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>One scenario of the chart: a horizontal bar of CPU time per request for each peer.</summary>
internal sealed class SvgPanel(ScenarioResult result)
{
    private const double LabelWidth = 156, RatioWidth = 60, ValueWidth = 62, HeadHeight = 44, AxisHeight = 34;
    private const double BarSpace = PanelWidth - LabelWidth - RatioWidth - ValueWidth;

    public double Height => HeadHeight + Math.Max(1, result.Peers.Count) * Row + AxisHeight;

    public void Draw(SvgWriter svg, double left, double top)
    {
        svg.Text(left, top + 15, result.Scenario.Title, 15, Ink, bold: true);
        if (result.Failure is not null)
        {
            svg.Text(left, top + HeadHeight + 14, "failed: see the output of the comparison", 13, Alarm);
            return;
        }

        var barLeft = left + LabelWidth;
        var right = left + PanelWidth;
        svg.Text(right - RatioWidth, top + 36, "µs", 11, Muted, "end");
        if (result.Ours is not null)
            svg.Text(right, top + 36, "÷ ours", 11, Muted, "end");
        var scale = NiceScale.For(result.Peers.Max(peer => peer.CpuMicrosecondsPerRequest.Max));
        DrawAxis(svg, barLeft, top + HeadHeight, scale);
        foreach (var (index, peer) in result.Peers.Index())
            DrawRow(svg, peer, left, top + HeadHeight + index * Row, scale);
    }

    private void DrawAxis(SvgWriter svg, double left, double top, NiceScale scale)
    {
        var bottom = top + result.Peers.Count * Row;
        foreach (var tick in scale.Ticks())
        {
            var x = left + tick / scale.Maximum * BarSpace;
            svg.Line(x, top, x, bottom, tick == 0 ? Axis : Grid);
            svg.Text(x, bottom + 16, tick.ToString("#,0.###", System.Globalization.CultureInfo.InvariantCulture), 11, Muted, "middle");
        }
    }

    private void DrawRow(SvgWriter svg, PeerResult peer, double left, double top, NiceScale scale)
    {
        var cpu = peer.CpuMicrosecondsPerRequest;
        var isOurs = peer == result.Ours;
        var middle = top + Row / 2;
        var baseline = middle + 4.5;
        var barLeft = left + LabelWidth;
        var right = left + PanelWidth;
        svg.Text(barLeft - 10, baseline, peer.Title, 13, Ink, "end", isOurs);
        svg.Rectangle(barLeft, middle - Bar / 2, Length(cpu.Median), Bar, peer.Color, radius: 2);
        DrawWhisker(svg, barLeft + Length(cpu.Min), barLeft + Length(cpu.Max), middle);
        svg.Text(right - RatioWidth, baseline, Units.Number(cpu.Median), 13, Ink, "end", isOurs);
        if (result.CpuRatio(peer) is { } ratio)
            svg.Text(right, baseline, Units.Ratio(ratio.Median), 13, Ink, "end");

        double Length(double value) => value / scale.Maximum * BarSpace;
    }

    private static void DrawWhisker(SvgWriter svg, double from, double to, double middle)
    {
        // A white edge keeps the whisker visible on dark bars.
        foreach (var (color, width) in new[] { ("#ffffff", 3.6), (Whisker, 1.4) })
        {
            svg.Line(from, middle, to, middle, color, width);
            svg.Line(from, middle - 4, from, middle + 4, color, width);
            svg.Line(to, middle - 4, to, middle + 4, color, width);
        }
    }
}
