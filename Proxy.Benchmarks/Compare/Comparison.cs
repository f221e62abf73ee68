using Proxy.Benchmarks.Compare.Load;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Reporting;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare;

/// <summary>One comparison from preparation to reports.</summary>
internal sealed class Comparison(Workspace workspace, CompareOptions options)
{
    /// <summary>True if every scenario was measured, with every peer that was asked for.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        JsonReport.CheckWritable(JsonPath);
        workspace.Clean();
        var selection = await PeerSelection.PrepareAsync(options.Peers, ["nginx", "wrk"], workspace, cancellation);
        var peers = selection.Peers;
        var wrk = new Wrk(Toolbox.Find("wrk") ?? throw new CompareException("wrk, the load generator, is not installed."));
        var cores = CorePlan.Detect(Toolbox.Find("taskset") is not null);
        var result = new ComparisonResult(
            MachineInfo.Detect(cores.CoreCount), cores, options.Rounds, options.Seconds, selection.Versions, selection.Skipped, []);
        ConsoleReport.WriteHeader(result);

        var runner = new ScenarioRunner(workspace, cores, wrk, new ConfigArchive(workspace.UsedConfigs, options.ShowConfigs), options);
        foreach (var scenario in ScenariosOf(peers))
        {
            ConsoleReport.BeginScenario(scenario, cores);
            var scenarioResult = await runner.RunAsync(scenario, peers, cancellation);
            ConsoleReport.WriteScenario(scenarioResult);
            result = result with { Scenarios = [.. result.Scenarios, scenarioResult] };

            // After each, so that an interrupted comparison keeps what it has.
            WriteFiles(result);
        }

        ConsoleReport.WriteEnd(result, JsonPath, ChartPath);
        return selection.Skipped.Count == 0 && result.Scenarios.All(scenario => scenario.Failure is null);
    }

    private string JsonPath => options.JsonPath ?? Path.Combine(workspace.Results, "results.json");

    private string ChartPath => Path.Combine(workspace.Results, "chart.svg");

    // A tuned peer takes part in some scenarios only: asked for alone it leaves the others without anything to measure.
    private Scenario[] ScenariosOf(IReadOnlyList<Peer> peers)
    {
        var scenarios = options.Scenarios.ToLookup(scenario => peers.Any(peer => peer.TakesPartIn(scenario)));
        if (!scenarios[true].Any())
            throw new CompareException("none of these peers takes part in these scenarios.");
        foreach (var scenario in scenarios[false])
            ConsoleReport.SkipScenario(scenario);
        return [.. scenarios[true]];
    }

    private void WriteFiles(ComparisonResult result)
    {
        JsonReport.Write(result, JsonPath);
        File.WriteAllText(ChartPath, SvgChart.Draw(result));
    }
}
