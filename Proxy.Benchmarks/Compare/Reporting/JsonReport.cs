using System.Text.Encodings.Web;
using System.Text.Json;
using Proxy.Benchmarks.Compare.Results;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>The results for programs: medians, extremes and every round; units are in the names.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Finds out before a long run, not after it, that its results cannot be written.</summary>
    /// <exception cref="CompareException">They cannot.</exception>
    public static void CheckWritable(string path)
    {
        try
        {
            CreateDirectoryOf(path);
            var isNew = !File.Exists(path);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
                File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CompareException($"the results cannot be written: {error.Message}");
        }
    }

    public static void Write(ComparisonResult result, string path)
    {
        CreateDirectoryOf(path);
        File.WriteAllText(path, Serialize(result) + "\n");
    }

    public static string Serialize(ComparisonResult result) => JsonSerializer.Serialize(
        new
        {
            result.Machine,
            cores = result.Cores.Note,
            result.Rounds,
            result.Seconds,
            result.Versions,
            result.Skipped,
            scenarios = result.Scenarios.Select(scenario => new
            {
                scenario.Scenario.Name,
                scenario.Scenario.Title,
                scenario.Failure,
                peers = scenario.Peers.Select(peer => ToJson(scenario, peer)),
            }),
        },
        Format);

    private static void CreateDirectoryOf(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
    }

    private static object ToJson(ScenarioResult scenario, PeerResult peer) => new
    {
        peer.Name,
        peer.CommandLine,
        peer.RequestsPerSecond,
        peer.CpuMicrosecondsPerRequest,
        peer.P50Microseconds,
        peer.P99Microseconds,
        peer.ProportionalBytes,
        peer.CoresBusy,
        cpuRatioToOurs = scenario.CpuRatio(peer),
        peer.Rounds,
    };
}
