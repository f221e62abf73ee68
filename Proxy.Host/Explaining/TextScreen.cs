using System.Globalization;
using System.Text;

namespace Proxy.Host.Explaining;

/// <summary>Lines of marks, texts and notes: the notes of one section begin in one column.</summary>
internal sealed class TextScreen(bool hasColor)
{
    private const int MaxTextWidth = 56;
    private const int LineWidth = 110;

    private readonly StringBuilder _text = new();
    private readonly List<Row> _rows = [];

    /// <summary>Begins a section.</summary>
    public void Section(string title, string note = "")
    {
        Flush();
        _text.AppendLine().Append(Paint(title, TextStyle.Bold)).AppendLine(note.Length > 0 ? "  " + Paint(note, TextStyle.Dim) : "");
    }

    /// <summary>Adds a line.</summary>
    public void Add(string mark, string text, string? note = null, TextStyle style = TextStyle.Plain, TextStyle noteStyle = TextStyle.Dim) =>
        _rows.Add(new(mark, Clean(text), Clean(note ?? ""), style, noteStyle));

    /// <summary>Adds a line that is none of a section.</summary>
    public void Line(string text, TextStyle style)
    {
        Flush();
        _text.AppendLine(Paint(Clean(text), style));
    }

    /// <summary>Adds words behind a title, on as many lines as they need.</summary>
    public void Words(string title, int titleWidth, IEnumerable<(string Text, TextStyle Style)> words)
    {
        Flush();
        _text.Append("  ").Append(title.PadRight(titleWidth));
        var column = titleWidth;
        foreach (var (text, style) in words)
        {
            if (column + text.Length > LineWidth)
            {
                TrimEnd();
                _text.AppendLine().Append(' ', 2 + titleWidth);
                column = titleWidth;
            }

            _text.Append(Paint(Clean(text), style)).Append("  ");
            column += text.Length + 2;
        }

        TrimEnd();
        _text.AppendLine();
    }

    public override string ToString()
    {
        Flush();
        return _text.ToString();
    }

    private void Flush()
    {
        var width = _rows.Where(row => row.Note.Length > 0 && row.Text.Length <= MaxTextWidth).Select(row => row.Text.Length).DefaultIfEmpty(0).Max();
        foreach (var row in _rows)
        {
            _text.Append("  ").Append(Paint(row.Mark.PadRight(2), row.Style)).Append(Paint(row.Text, row.Style));
            if (row.Note.Length > 0)
            {
                _text.Append(' ', Math.Max(0, width - row.Text.Length) + 2).Append(Paint(row.Note, row.NoteStyle));
            }

            TrimEnd();
            _text.AppendLine();
        }

        _rows.Clear();
    }

    private void TrimEnd()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }
    }

    private string Paint(string text, TextStyle style)
    {
        var code = style switch
        {
            TextStyle.Bold => "1",
            TextStyle.Dim => "2",
            TextStyle.Good => "32",
            TextStyle.Bad => "31",
            TextStyle.Warning => "33",
            TextStyle.Key => "36",
            _ => "",
        };
        return hasColor && code.Length > 0 && !string.IsNullOrWhiteSpace(text) ? $"\e[{code}m{text}\e[0m" : text;
    }

    // What comes from a request must not steer the terminal.
    private static string Clean(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(Escape)) : text;

    private static string Escape(char c) => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : $"{c}";

    private sealed record Row(string Mark, string Text, string Note, TextStyle Style, TextStyle NoteStyle);
}
