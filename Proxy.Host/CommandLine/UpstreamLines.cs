using System.Text.Json;
using Proxy.Core.Configuration;

namespace Proxy.Host.CommandLine;

/// <summary>Upstreams for people: a table each.</summary>
internal static class UpstreamLines
{
    private static readonly string[] Columns = ["endpoint", "state", "weight", "inFlight", "waiting", "connections", "idle"];

    private static readonly string[] Titles = ["ENDPOINT", "STATE", "WEIGHT", "IN FLIGHT", "WAITING", "CONNECTIONS", "IDLE"];

    /// <summary>What to say where there is no upstream of that name, or null.</summary>
    public static string? Unknown(JsonElement root, string name)
    {
        var names = root.GetProperty("upstreams").EnumerateArray().Select(upstream => $"{upstream.GetProperty("name")}").ToArray();
        return names.Contains(name) ? null : NameSuggestion.Unknown("upstream", name, names);
    }

    /// <summary>All upstreams, or the one of that name.</summary>
    public static IEnumerable<string> Of(JsonElement root, string? name) => root.GetProperty("upstreams").EnumerateArray()
        .Where(upstream => name is null || $"{upstream.GetProperty("name")}" == name)
        .SelectMany(Table);

    private static IEnumerable<string> Table(JsonElement upstream)
    {
        yield return $"{upstream.GetProperty("name")}" + (upstream.TryGetProperty("circuit", out var circuit) ? $", circuit {circuit}" : "")
            + (upstream.TryGetProperty("concurrencyLimit", out var limit) ? $", {limit} requests at a time" : "");
        string[][] rows = [Titles, .. upstream.GetProperty("endpoints").EnumerateArray().Select(Row)];
        var widths = Titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            // Words to the left, numbers to the right.
            yield return "  " + string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
        }
    }

    // What is bounded is shown with its bound, the one for connections only where it is near.
    private static string WithBound(JsonElement endpoint, string column)
    {
        var cell = $"{endpoint.GetProperty(column)}";
        return column switch
        {
            "inFlight" when endpoint.TryGetProperty("maxRequests", out var most) => $"{cell}/{most}",
            "connections" when endpoint.GetProperty("maxConnections") is var most && most.GetInt32() <= 2 * endpoint.GetProperty(column).GetInt32() => $"{cell}/{most}",
            _ => cell,
        };
    }

    // A name that was looked up is shown with what was found.
    private static string[] Row(JsonElement endpoint)
    {
        var cells = Columns.Select(column => WithBound(endpoint, column)).ToArray();
        var address = $"{endpoint.GetProperty("address")}";
        if (!cells[0].EndsWith(address, StringComparison.Ordinal))
        {
            cells[0] = $"{cells[0]} ({address})";
        }

        return cells;
    }
}
