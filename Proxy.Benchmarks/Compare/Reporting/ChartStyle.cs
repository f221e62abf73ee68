namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>Colors and sizes that the parts of the chart share; lengths in pixels.</summary>
internal static class ChartStyle
{
    public const string Ink = "#1b1f24", Muted = "#5b6470", Grid = "#e3e7ec", Axis = "#aab2bd", Whisker = "#2b3138", Alarm = "#b42318";
    public const double Width = 1160, Margin = 44, ColumnGap = 56, PanelWidth = (Width - 2 * Margin - ColumnGap) / 2;
    public const double Row = 30, Bar = 18;
}
