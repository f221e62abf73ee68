using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>Writes tables, pictures and every figure of every round.</summary>
internal static class ReportFiles
{
    public const string Tables = "tables.md";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(ResilienceResult result, string directory)
    {
        File.WriteAllText(Path.Combine(directory, Tables), DescribeTables(result));
        File.WriteAllText(Path.Combine(directory, "rounds.json"), Serialize(result) + "\n");
        foreach (var (name, svg) in ResilienceCharts.Draw(result))
            File.WriteAllText(Path.Combine(directory, name), svg);
    }

    public static string DescribeMachine(ResilienceResult result) =>
        $"{result.Machine.Processor}, {result.Cores.CoreCount} cores, {result.Machine.System}; {string.Join(", ", result.Selection.Versions.Values)}; "
        + $"{result.Cores.Note.Replace("load generator and origin", "load generator and origins", StringComparison.Ordinal)}; {result.Options.Rate} requests/s.";

    public static string DescribeTables(ResilienceResult result)
    {
        var text = new StringBuilder(DescribeMachine(result) + "\n");
        foreach (var fault in result.Options.Faults.Where(fault => result.Faults.Any(each => each.Fault == fault)))
            text.Append($"\n### {char.ToUpperInvariant(fault.Name[0])}{fault.Name[1..]}: {fault.Title}\n\n").Append(FaultTable.Format(result, fault));
        if (result.Storms.Count > 0)
            text.Append("\n### Retry storm\n\n").Append(StormTable.Format(result));
        if (result.Overloads.Count > 0)
            text.Append("\n### Overload\n\n").Append(OverloadTable.Format(result));
        if (result.Unequals.Count > 0)
            text.Append("\n### Unequal origins\n\n").Append(UnequalTable.Format(result));
        if (result.Failures.Count > 0)
            text.Append("\n### Without figures\n\n").AppendJoin('\n', result.Failures.Select(failure => $"- {failure.ReplaceLineEndings(" ")}")).Append('\n');
        return text.ToString();
    }

    public static string Serialize(ResilienceResult result) => JsonSerializer.Serialize(
        new
        {
            machine = DescribeMachine(result),
            result.Options.Rate,
            faults = result.Faults.Select(each => new { fault = each.Fault.Name, each.Peer, each.Round }),
            storms = result.Storms.Select(each => new { each.Peer, each.Round }),
            overloads = result.Overloads.Select(each => new { each.Peer, each.Step }),
            unequals = result.Unequals.Select(each => new { each.Balance, each.Round }),
            result.Failures,
        },
        Format);
}
