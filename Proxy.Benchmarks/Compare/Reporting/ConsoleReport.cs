using System.Globalization;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>What the user sees while the comparison runs, and its tables.</summary>
internal static class ConsoleReport
{
    private static void Error(string message) => CommandRun.Error(CompareCommand.Name, message);

    public static void WriteHeader(ComparisonResult result)
    {
        Console.WriteLine($"{result.Machine.Processor}, {result.Machine.Cores} cores; {result.Machine.System}");
        Console.WriteLine($"{string.Join("; ", result.Versions.Values.Distinct())}");
        Console.WriteLine($"{result.Cores.Note}; {result.Rounds} rounds of {result.Seconds} s");
        foreach (var (name, reason) in result.Skipped)
            Console.WriteLine($"SKIPPED {name}: {reason}");
        if (result.Machine.IsBusy)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"NOTE: the machine is busy (load average {result.Machine.LoadAverage}): the numbers will be noisy."));
        }
    }

    public static void BeginScenario(Scenario scenario, CorePlan cores) =>
        Console.WriteLine($"\n== {scenario.Name}: {scenario.Title}{(scenario.AllCores ? $" ({cores.CoreCount}, nothing pinned)" : "")}");

    public static void SkipScenario(Scenario scenario) => Console.WriteLine($"SKIPPED scenario {scenario.Name}: none of these peers takes part in it");

    public static void BeginRound(int round, int rounds) => Console.Write($"   round {round}/{rounds}, CPU µs/request:");

    public static void AddToRound(string peer, RoundResult result) => Console.Write($"  {peer} {Units.Number(result.CpuMicrosecondsPerRequest)}");

    public static void EndRound() => Console.WriteLine();

    public static void WriteScenario(ScenarioResult result)
    {
        if (result.Failure is { } failure)
        {
            Console.WriteLine($"\n   FAILED {result.Scenario.Name}: {failure}");
            return;
        }

        string[] heading = ["peer", "requests/s", "CPU µs/request", "p50 ms", "p99 ms", "PSS MiB", "cores busy", "CPU peer ÷ ours"];
        Console.WriteLine();
        Console.Write(TextTable.Format([heading, .. result.Peers.Select(peer => Row(result, peer))]));
        if (result.Scenario.KeepAlive)
            return;
        foreach (var peer in result.Peers)
        {
            var perRequest = (double)peer.Rounds.Sum(round => round.OriginConnections) / peer.Rounds.Sum(round => round.Requests);
            if (perRequest > 0.01)
                Console.WriteLine($"   {peer.Name} also opened {Units.Number(perRequest)} connections to the origin per request");
        }
    }

    public static void WriteEnd(ComparisonResult result, string json, string chart)
    {
        Console.WriteLine("\nMedian (min–max) over rounds; the ratio is the median of the rounds' own ratios.");
        Console.WriteLine($"{json}\n{chart}");
        foreach (var (name, reason) in result.Skipped)
            Error($"peer {name} SKIPPED: {reason}");
        foreach (var failed in result.Scenarios.Where(scenario => scenario.Failure is not null))
            Error($"scenario {failed.Scenario.Name} FAILED: {failed.Failure}");
    }

    private static string[] Row(ScenarioResult result, PeerResult peer) =>
    [
        peer.Name,
        Units.Spread(peer.RequestsPerSecond),
        Units.Spread(peer.CpuMicrosecondsPerRequest),
        Units.Spread(peer.P50Microseconds, 1000),
        Units.Spread(peer.P99Microseconds, 1000),
        Units.Spread(peer.ProportionalBytes, 1024 * 1024),
        Units.Number(peer.CoresBusy.Median),
        result.CpuRatio(peer) is { } ratio ? Units.Spread(ratio) : "–",
    ];
}
