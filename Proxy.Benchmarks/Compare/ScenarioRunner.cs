using Proxy.Benchmarks.Compare.Load;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Reporting;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare;

/// <summary>Runs one scenario: start all, warm up each, then rounds in which every peer is measured once.</summary>
internal sealed class ScenarioRunner(Workspace workspace, CorePlan cores, Wrk wrk, ConfigArchive archive, CompareOptions options)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, IReadOnlyList<Peer> peers, CancellationToken cancellation)
    {
        try
        {
            await using var set = await ContenderSet.StartAsync(scenario, peers, workspace, cores, cancellation);
            archive.Keep(scenario.Name, scenario.AllCores, [set.Origin.Launch, .. set.Contenders.Select(contender => contender.Server.Launch)]);
            await MeasureAsync(scenario, set, cancellation);
            return new ScenarioResult(scenario, [.. set.Contenders.Select(contender => contender.ToResult())], Failure: null);
        }
        catch (ScenarioFailedException failure)
        {
            return new ScenarioResult(scenario, [], failure.Message);
        }
    }

    private async Task MeasureAsync(Scenario scenario, ContenderSet set, CancellationToken cancellation)
    {
        // wrk refuses to have more threads than connections.
        var plan = scenario.AllCores ? new LoadPlan(Math.Min(cores.CoreCount, scenario.Connections), null) : new LoadPlan(1, cores.LoadCore);
        var measurer = new RoundMeasurer(scenario, set.Origin, wrk, plan, options.Seconds);
        foreach (var contender in set.Contenders)
        {
            await wrk.WarmUpAsync(scenario, contender.Server.Launch.Port, contender.Peer.WarmUp, plan, cancellation);
            await RoundMeasurer.WaitUntilQuietAsync(contender, cancellation);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            ConsoleReport.BeginRound(round, options.Rounds);
            foreach (var contender in Rotation.Of(set.Contenders, round - 1))
            {
                var result = await measurer.MeasureAsync(contender, round, cancellation);
                contender.Rounds.Add(result);
                ConsoleReport.AddToRound(contender.Peer.Name, result);
                await RoundMeasurer.WaitUntilQuietAsync(contender, cancellation);
            }

            ConsoleReport.EndRound();
        }
    }
}
