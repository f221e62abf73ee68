using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>
/// Reads what the proxy wrote, written for these tests from RFC 9112 alone: whatever leaves room for two readings is a failure of whoever wrote it, not
/// something to be repaired here.
/// </summary>
internal static partial class StrictReader
{
    /// <summary>Reads one message; null where more bytes are needed.</summary>
    /// <param name="text">All bytes.</param>
    /// <param name="at">Where the message begins; behind it afterwards.</param>
    /// <param name="toHead">The response is one to HEAD.</param>
    /// <param name="ended">No more bytes come: what is there of a body is returned, as incomplete.</param>
    /// <param name="inOrder">The connection ended in order, not with a reset.</param>
    public static Message? Read(string text, ref int at, bool toHead, bool ended, bool inOrder)
    {
        var end = text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
        if (end < 0)
        {
            return ended && at < text.Length ? throw new InvalidDataException("The end came inside a head.") : null;
        }

        string[] lines = [.. text[at..end].Split("\r\n").Select((line, i) => i == 0 ? CheckStartLine(line) : CheckField(line))];
        var next = end + 4;
        var message = ReadBody(text, ref next, lines, EndingOf(lines, toHead), ended, inOrder);
        at = message is null ? at : next;
        return message;
    }

    public static string[] Values(IEnumerable<string> lines, string name) =>
        [.. lines.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..])];

    private static Message? ReadBody(string text, ref int at, string[] lines, Ending ending, bool ended, bool inOrder)
    {
        switch (ending)
        {
            case Ending.Head:
                return new Message(lines, "", [], ending, true);
            case Ending.Chunks:
                return ReadChunks(text, ref at, lines, ended);
            case Ending.Close:
                var rest = text[at..];
                at = text.Length;
                return ended ? new Message(lines, rest, [], ending, inOrder) : null;
            default:
                var length = int.Parse(Values(lines, "Content-Length")[0], CultureInfo.InvariantCulture);
                var body = text.Substring(at, Math.Min(length, text.Length - at));
                at += body.Length;
                return body.Length == length || ended ? new Message(lines, body, [], ending, body.Length == length) : null;
        }
    }

    private static Message? ReadChunks(string text, ref int at, string[] lines, bool ended)
    {
        var body = new StringBuilder();
        while (TakeLine(text, ref at) is { } line)
        {
            var size = int.Parse(Expect(ChunkSize, line), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return ReadTrailers(text, ref at, lines, body.ToString(), ended);
            }

            var data = text.Substring(at, Math.Min(size + 2, text.Length - at));
            at += data.Length;
            body.Append(data.AsSpan(0, Math.Min(size, data.Length)));
            if (data.Length < size + 2)
            {
                break;
            }

            Expect(LineEnd, data[^2..]);
        }

        return ended ? new Message(lines, body.ToString(), [], Ending.Chunks, false) : null;
    }

    private static Message? ReadTrailers(string text, ref int at, string[] lines, string body, bool ended)
    {
        List<string> trailers = [];
        while (TakeLine(text, ref at) is { } line)
        {
            if (line.Length == 0)
            {
                return new Message(lines, body, trailers, Ending.Chunks, true);
            }

            trailers.Add(CheckField(line));
        }

        return ended ? new Message(lines, body, trailers, Ending.Chunks, false) : null;
    }

    private static Ending EndingOf(string[] lines, bool toHead)
    {
        var (lengths, codings) = (Values(lines, "Content-Length"), Values(lines, "Transfer-Encoding"));
        if (lengths.Length + codings.Length > 1)
        {
            throw new InvalidDataException("The framing is said twice.");
        }

        Array.ForEach(lengths, each => Expect(Digits, each));
        Array.ForEach(codings, each => Expect(Chunked, each));
        var isResponse = lines[0].StartsWith("HTTP/", StringComparison.Ordinal);
        var hasNone = isResponse && (toHead || lines[0][9] == '1' || lines[0].AsSpan(9, 3) is "204" or "304");
        return hasNone ? Ending.Head
            : codings.Length > 0 ? Ending.Chunks
            : lengths.Length > 0 ? Ending.Length
            : isResponse ? Ending.Close
            : Ending.Head;
    }

    private static string CheckStartLine(string line) => Expect(StartLine, line);

    private static string CheckField(string line)
    {
        var colon = Expect(FieldLine, line).IndexOf(':', StringComparison.Ordinal);
        return $"{line[..colon]}: {line[(colon + 1)..].Trim(' ', '\t')}";
    }

    private static string? TakeLine(string text, ref int at)
    {
        var end = text.IndexOf("\r\n", at, StringComparison.Ordinal);
        if (end < 0)
        {
            at = text.Length;
            return null;
        }

        var line = text[at..end];
        at = end + 2;
        return line;
    }

    private static string Expect(Regex form, string text) =>
        form.IsMatch(text) ? text : throw new InvalidDataException($"Not as HTTP/1.1 is to be written:\n{Escaped.Of(text)}");

    [GeneratedRegex(@"\A(HTTP/1\.1 [1-5]\d\d [\t\x20-\x7E\x80-\xFF]*|[!#$%&'*+\-.^_`|~0-9A-Za-z]+ [!-~]+ HTTP/1\.1)\z")]
    private static partial Regex StartLine { get; }

    [GeneratedRegex(@"\A[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7E\x80-\xFF]*\z")]
    private static partial Regex FieldLine { get; }

    [GeneratedRegex(@"\A[0-9a-fA-F]{1,8}\z")]
    private static partial Regex ChunkSize { get; }

    [GeneratedRegex(@"\A[0-9]{1,9}\z")]
    private static partial Regex Digits { get; }

    [GeneratedRegex(@"\Achunked\z")]
    private static partial Regex Chunked { get; }

    [GeneratedRegex(@"\A\r\n\z")]
    private static partial Regex LineEnd { get; }
}
