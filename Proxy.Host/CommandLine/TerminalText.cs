namespace Proxy.Host.CommandLine;

/// <summary>What may come from a file or from another process, as a terminal may see it.</summary>
internal static class TerminalText
{
    /// <summary>The text on one line, with <c>\u001b</c> and the like in place of characters that a terminal takes for commands.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}")) : text;
}
