using System.Globalization;
using System.Text.Json;

namespace Proxy.Host.CommandLine;

/// <summary>A status for people.</summary>
internal static class StatusLines
{
    public static IEnumerable<string> Of(JsonElement status)
    {
        var (statistics, reloads) = (status.GetProperty("statistics"), status.GetProperty("reloads"));
        yield return $"proxy {status.GetProperty("version")}, pid {status.GetProperty("pid")}, up {Span(status.GetProperty("uptimeSeconds").GetInt64())}";
        yield return Line("configuration", $"{status.GetProperty("configuration")}");
        foreach (var listener in status.GetProperty("listeners").EnumerateObject())
        {
            yield return Line("listening", $"{listener.Value} ({listener.Name})");
        }

        yield return Line("requests", $"{Number(statistics, "requests")}, {Number(statistics, "retries")} tried again");
        yield return Line(
            "connections",
            $"{Number(statistics, "connectionsOpen")} open, {Number(statistics, "connectionsAccepted")} accepted, {Number(statistics, "connectionsShed")} refused");
        yield return Line(
            "origins",
            $"{Number(statistics, "upstreamOpen")} open, {Number(statistics, "upstreamIdle")} of them idle, "
            + $"{Number(statistics, "upstreamConnects")} opened, {Number(statistics, "upstreamReused")} used again"
            + Rate(statistics));
        yield return Line("tunnels", $"{Number(statistics, "tunnelsOpen")} open, {Number(statistics, "tunnelsOpened")} opened");
        if (statistics.TryGetProperty("accessLogLinesDropped", out var dropped) && dropped.GetInt64() > 0)
        {
            yield return Line("access log", $"{dropped} lines dropped");
        }

        var errors = statistics.GetProperty("errors").EnumerateObject().Select(error => $"{error.Name} {error.Value}").ToArray();
        yield return Line("errors", errors.Length == 0 ? "none" : string.Join(", ", errors));
        yield return Line("reloads", $"{Number(reloads, "succeeded")} done, {Number(reloads, "refused")} refused");
        if (reloads.TryGetProperty("last", out var last))
        {
            yield return Line("last reload", $"{last.GetProperty("result")} at {last.GetProperty("at")} ({last.GetProperty("trigger")})");
            foreach (var line in last.GetProperty("errors").EnumerateArray().Concat(last.GetProperty("notes").EnumerateArray()))
            {
                yield return Line("", $"{line}");
            }
        }
    }

    private static string Line(string name, string text) => $"{name,-14} {text}";

    private static string Number(JsonElement from, string name) => from.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture);

    private static string Rate(JsonElement statistics) =>
        statistics.TryGetProperty("upstreamReuseRate", out var rate) ? string.Create(CultureInfo.InvariantCulture, $" ({100 * rate.GetDouble():0.##} %)") : "";

    private static string Span(long seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalDays >= 1 ? $"{time.Days}d {time.Hours}h" : time.TotalHours >= 1 ? $"{time.Hours}h {time.Minutes}m" : $"{time.Minutes}m {time.Seconds}s";
    }
}
