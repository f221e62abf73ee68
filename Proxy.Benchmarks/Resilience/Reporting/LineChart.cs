using System.Globalization;
using Proxy.Benchmarks.Compare.Reporting;
using static Proxy.Benchmarks.Compare.Reporting.ChartStyle;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>Lines over two axes from zero.</summary>
/// <param name="title">What it shows.</param>
/// <param name="below">What the horizontal axis counts.</param>
/// <param name="beside">What the vertical axis counts.</param>
internal sealed class LineChart(string title, string below, string beside)
{
    private const double FrameWidth = 760, FrameHeight = 400, Left = 64, Right = 24, Top = 96, Bottom = 56;
    private const double PlotWidth = FrameWidth - Left - Right, PlotHeight = FrameHeight - Top - Bottom;

    public string Draw(IReadOnlyList<Series> series)
    {
        var svg = new SvgWriter();
        var points = series.SelectMany(line => line.Points).ToArray();
        var across = NiceScale.For(points.Max(point => point.X));
        var up = NiceScale.For(points.Max(point => point.Y));
        svg.Text(Left, 34, title, 18, Ink, bold: true);
        svg.Text(Left, Top - 12, beside, 12, Muted);
        svg.Text(FrameWidth - Right, FrameHeight - 14, below, 12, Muted, "end");
        DrawAxes(svg, across, up);
        DrawLegend(svg, series);
        foreach (var line in series)
            svg.Polyline(line.Points.Select(point => (X(point.X), Y(point.Y))), line.Color, 2.2);
        return svg.Finish(FrameWidth, FrameHeight, title);

        double X(double value) => Left + value / across.Maximum * PlotWidth;

        double Y(double value) => Top + PlotHeight - value / up.Maximum * PlotHeight;
    }

    private static void DrawAxes(SvgWriter svg, NiceScale across, NiceScale up)
    {
        foreach (var tick in up.Ticks())
        {
            var y = Top + PlotHeight - tick / up.Maximum * PlotHeight;
            svg.Line(Left, y, Left + PlotWidth, y, tick == 0 ? Axis : Grid);
            svg.Text(Left - 8, y + 4, Label(tick), 11, Muted, "end");
        }

        foreach (var tick in across.Ticks())
            svg.Text(Left + tick / across.Maximum * PlotWidth, Top + PlotHeight + 18, Label(tick), 11, Muted, "middle");
    }

    private static void DrawLegend(SvgWriter svg, IReadOnlyList<Series> series)
    {
        var x = Left;
        foreach (var line in series)
        {
            svg.Line(x, 56, x + 20, 56, line.Color, 3);
            svg.Text(x + 26, 60, line.Title, 13, Ink);
            x += 26 + SvgWriter.EstimateWidth(line.Title, 13) + 22;
        }
    }

    private static string Label(double tick) => tick.ToString("#,0.###", CultureInfo.InvariantCulture);
}
