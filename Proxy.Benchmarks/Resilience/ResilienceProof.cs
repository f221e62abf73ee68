using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Reporting;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience;

/// <summary>One run from preparation to reports.</summary>
internal sealed class ResilienceProof(Workspace workspace, ResilienceOptions options)
{
    private readonly string _output = options.Output ?? workspace.Results;

    /// <summary>True if every trial gave figures, and ours kept its promises in all of them.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_output);
        workspace.Clean();
        var selection = await PeerSelection.PrepareAsync(options.Peers, [], workspace, cancellation);
        var cores = CorePlan.Detect(Toolbox.Find("taskset") is not null);
        var result = new ResilienceResult(options, MachineInfo.Detect(cores.CoreCount), cores, selection);
        ProgressReport.WriteHeader(result);
        var runner = new TrialRunner(workspace, cores, new ConfigArchive(workspace.UsedConfigs, print: false));
        foreach (var trial in Trials(runner, selection.Peers, result).Where(trial => options.Parts.Contains(trial.Part)))
        {
            await RunAsync(trial, result, cancellation);

            // After each, so that an interrupted run keeps what it has.
            ReportFiles.Write(result, _output);
        }

        var broken = Promises.FindBroken(result);
        ProgressReport.WriteEnd(result, broken, _output);
        return broken.Count == 0 && result.Failures.Count == 0 && selection.Skipped.Count == 0;
    }

    private static async Task RunAsync(PlannedTrial trial, ResilienceResult result, CancellationToken cancellation)
    {
        try
        {
            Console.WriteLine($"{trial.Title}: {await trial.Run(cancellation)}");
        }
        catch (ScenarioFailedException failure)
        {
            Console.WriteLine($"{trial.Title}: FAILED: {failure.Message}");
            result.Failures.Add($"{trial.Title}: {failure.Message}");
        }
    }

    // Rounds outside, peers inside: a neighbor's busy minute hits all of them alike.
    private IEnumerable<PlannedTrial> Trials(TrialRunner runner, IReadOnlyList<Peer> peers, ResilienceResult result) =>
    [
        .. from fault in options.Faults
           from round in Enumerable.Range(1, options.Rounds)
           from peer in Rotation.Of(peers, round - 1)
           select FaultTrial(runner, fault, round, peer, result),
        .. from round in Enumerable.Range(1, options.OtherRounds)
           from peer in Rotation.Of(peers, round - 1)
           select StormTrial(runner, round, peer, result),
        .. from round in Enumerable.Range(1, options.OtherRounds)
           from load in OverloadRun.Loads
           from peer in Rotation.Of(peers, round - 1)
           select OverloadTrial(runner, load, round, peer, result),
        .. from round in Enumerable.Range(1, options.OtherRounds)
           from peer in Rotation.Of(peers, round - 1)
           from balance in Balance.All
           where balance.Peer == peer.Name
           select UnequalTrial(runner, balance, round, peer, result),
    ];

    private PlannedTrial FaultTrial(TrialRunner runner, Fault fault, int round, Peer peer, ResilienceResult result) =>
        new(PartCatalog.Faults, $"{fault.Name}, round {round}, {peer.Name}", async cancellation =>
        {
            var outcome = await new FaultRun(runner, options).RunAsync(peer, fault, round, cancellation);
            result.Faults.Add((fault, peer.Name, outcome));
            return FaultTable.Summarize(outcome);
        });

    private PlannedTrial StormTrial(TrialRunner runner, int round, Peer peer, ResilienceResult result) =>
        new(PartCatalog.Storm, $"storm, round {round}, {peer.Name}", async cancellation =>
        {
            var outcome = await new StormRun(runner, options).RunAsync(peer, cancellation);
            result.Storms.Add((peer.Name, outcome));
            return StormTable.Summarize(outcome);
        });

    private PlannedTrial OverloadTrial(TrialRunner runner, double load, int round, Peer peer, ResilienceResult result) =>
        new(PartCatalog.Overload, FormattableString.Invariant($"overload {load}×, round {round}, {peer.Name}"), async cancellation =>
        {
            var outcome = await new OverloadRun(runner, options).RunAsync(peer, load, cancellation);
            result.Overloads.Add((peer.Name, outcome));
            return OverloadTable.Summarize(outcome);
        });

    private PlannedTrial UnequalTrial(TrialRunner runner, Balance balance, int round, Peer peer, ResilienceResult result) =>
        new(PartCatalog.Unequal, $"unequal, round {round}, {peer.Name} {balance.Name}", async cancellation =>
        {
            var outcome = await new UnequalRun(runner, options).RunAsync(peer, balance, cancellation);
            result.Unequals.Add((balance, outcome));
            return UnequalTable.Summarize(outcome);
        });
}
