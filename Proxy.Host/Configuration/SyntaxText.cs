using System.Text;

namespace Proxy.Host.Configuration;

/// <summary>
/// Says what is wrong with text that is no JSON in the words of whom it happens to. What the library says is known by parts of its messages; a message
/// that is not known is passed on, its first line.
/// </summary>
internal static class SyntaxText
{
    private static readonly (string Known, string Said)[] Messages =
    [
        ("invalid start of a property name", "a key in double quotes is needed here, or the end of the object; found {0}"),
        ("after a property name", "a \":\" is needed behind the key; found {0}"),
        ("invalid after a value", "a comma is missing before {0}, or the end of what holds the values"),
        ("invalid after a single JSON value", "nothing may follow the end of the configuration; found {0}"),
        ("invalid start of a value", "a value is needed here, strings in double quotes; found {0}"),
        ("invalid JSON literal", "a value is needed here: a string in double quotes, a number, true, false or null"),
        ("invalid escapable character", "no escape of JSON: a backslash in a string is written \"\\\\\", a line break \"\\n\"; found {0} behind the backslash"),
        ("invalid within a JSON string", "a string ends on its line, with a double quote; a line break in it is written \"\\n\""),
        ("end of string", "the string has no end: a double quote is missing"),
        ("maximum configured depth", "nested more than 64 deep"),
        ("end of comment", "the comment has no end: \"*/\" is missing"),
        ("leading zero", "no number of JSON: it may not begin with 0"),
        ("number", "no number of JSON: as in 1, -1 or 0.5"),
    ];

    /// <param name="message">What the library said.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="offset">Where it stops making sense.</param>
    /// <param name="open">The innermost object or array that is open there, or null.</param>
    public static string Explain(string message, ReadOnlySpan<byte> utf8, int offset, ConfigPlace? open)
    {
        foreach (var (known, said) in Messages)
        {
            if (message.Contains(known, StringComparison.Ordinal))
            {
                return said.Replace("{0}", Found(utf8[offset..]), StringComparison.Ordinal);
            }
        }

        if (open is { } place)
        {
            var opening = $"the \"{(char)utf8[place.Offset]}\" at {place}";
            return utf8[offset..].IndexOfAnyExcept(" \t\r\n"u8) < 0 ? $"the file ends here, but {opening} is not closed"
                : message.Contains("without a matching open", StringComparison.Ordinal) ? $"{opening} has to be closed before {Found(utf8[offset..])}"
                : FirstLine(message);
        }

        return FirstLine(message);
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Split(" LineNumber:")[0];

    private static string Found(ReadOnlySpan<byte> rest) =>
        rest.IsEmpty ? "the end of the file"
        : rest[0] == '\'' ? "a single quote"
        : rest[0] == '"' ? "a string"
        : Rune.DecodeFromUtf8(rest, out var rune, out _) == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune) ? $"\"{rune}\""
        : "a control character";
}
