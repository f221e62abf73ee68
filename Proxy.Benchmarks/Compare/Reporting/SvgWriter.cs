using System.Globalization;
using System.Security;
using System.Text;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>The few shapes a chart needs, as SVG elements; lengths in pixels.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _elements = new();

    public void Rectangle(double x, double y, double width, double height, string fill, double radius = 0) =>
        Append($"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" rx="{radius:0.##}" fill="{fill}"/>""");

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1) =>
        Append($"""<line x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" stroke="{stroke}" stroke-width="{width:0.##}"/>""");

    public void Polyline(IEnumerable<(double X, double Y)> points, string stroke, double width)
    {
        var corners = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));
        Append($"""<polyline points="{corners}" fill="none" stroke="{stroke}" stroke-width="{width:0.##}" stroke-linejoin="round"/>""");
    }

    /// <summary>Text on a baseline; <paramref name="anchor"/> is start, middle or end.</summary>
    public void Text(double x, double y, string text, double size, string fill, string anchor = "start", bool bold = false)
    {
        var weight = bold ? " font-weight=\"600\"" : "";
        Append($"""<text x="{x:0.##}" y="{y:0.##}" font-size="{size:0.##}" fill="{fill}" text-anchor="{anchor}"{weight}>{SecurityElement.Escape(text)}</text>""");
    }

    /// <summary>The whole document on a white ground, with a title for those who cannot see it.</summary>
    public string Finish(double width, double height, string title)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width:0}" height="{height:0}" viewBox="0 0 {width:0} {height:0}" role="img"
                 font-family="Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif">
              <title>{SecurityElement.Escape(title)}</title>
              <rect width="100%" height="100%" fill="#ffffff"/>

            """);
        return head + _elements + "</svg>\n";
    }

    /// <summary>About how wide a text comes out in a common sans-serif font; the font is the viewer's, so nobody can know.</summary>
    public static double EstimateWidth(string text, double size) =>
        size * text.Sum(character => character switch
        {
            ' ' or ',' or '.' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' => 0.34,
            _ when char.IsAsciiLetterUpper(character) => 0.70,
            _ => 0.61,
        });

    private void Append(FormattableString element) =>
        _elements.Append("  ").Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
