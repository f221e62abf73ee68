using System.Globalization;
using System.Text.RegularExpressions;

namespace Proxy.Benchmarks.Compare.Load;

/// <summary>Reads the text that <c>wrk --latency</c> prints.</summary>
internal static partial class WrkOutput
{
    /// <exception cref="FormatException">A number is missing.</exception>
    public static WrkResult Parse(string text)
    {
        var problems = ProblemLine().Matches(text).Select(match => match.Value.Trim()).ToArray();
        return new WrkResult(
            long.Parse(Find(RequestsLine(), text), CultureInfo.InvariantCulture),
            double.Parse(Find(RateLine(), text), CultureInfo.InvariantCulture),
            Microseconds(Find(MedianLine(), text)),
            Microseconds(Find(P99Line(), text)),
            problems.Length == 0 ? null : string.Join("; ", problems));
    }

    /// <summary>A time as wrk writes it: <c>101.00us</c>, <c>1.54ms</c>, <c>2.00s</c>, <c>1.10m</c>.</summary>
    public static double Microseconds(string text)
    {
        var unit = text.TrimStart("0123456789.".ToCharArray());
        var number = double.Parse(text.AsSpan(0, text.Length - unit.Length), CultureInfo.InvariantCulture);
        return number * unit switch
        {
            "us" => 1,
            "ms" => 1e3,
            "s" => 1e6,
            "m" => 60e6,
            _ => throw new FormatException($"wrk wrote a time in an unknown unit: '{text}'"),
        };
    }

    private static string Find(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match
            ? match.Groups[1].Value
            : throw new FormatException($"wrk's output lacks {pattern}:\n{text}");

    [GeneratedRegex(@"^\s*(\d+) requests in ", RegexOptions.Multiline)]
    private static partial Regex RequestsLine();

    [GeneratedRegex(@"^Requests/sec:\s*([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex RateLine();

    [GeneratedRegex(@"^\s*50%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex MedianLine();

    [GeneratedRegex(@"^\s*99%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex P99Line();

    [GeneratedRegex("^.*(Socket errors|Non-2xx or 3xx responses):.*$", RegexOptions.Multiline)]
    private static partial Regex ProblemLine();
}
