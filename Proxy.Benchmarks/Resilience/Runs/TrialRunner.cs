using System.Globalization;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Servers;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>Runs trials one after the other, each with fresh servers: nothing that a peer learned in one helps or hinders it in the next.</summary>
internal sealed class TrialRunner(Workspace workspace, CorePlan cores, ConfigArchive archive)
{
    private const int PeerThreads = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private int _trials;

    /// <summary>Runs the load, and the script beside it.</summary>
    /// <exception cref="ScenarioFailedException">A server did not start, ended, or what was measured cannot be trusted.</exception>
    public async Task<TrialResult> RunAsync(TrialPlan plan, Func<RunningTrial, Task> script, CancellationToken cancellation)
    {
        var directory = Path.Combine(workspace.Run, (++_trials).ToString("D4", CultureInfo.InvariantCulture));
        await using var origins = await OriginSet.StartAsync(plan.Origins, directory, plan.Requests, cores.LoadCore, plan.Configure, cancellation);
        var launch = CreateLaunch(plan, origins, directory);
        archive.Keep(plan.Title, allCores: false, [launch]);
        await using var server = ServerProcess.Start(launch, cores.ProxyCore);
        await Readiness.WaitAsync(server, Traffic.ProbePath, Traffic.ShortBytes, cancellation);

        using var load = new OpenLoad(new LoadSettings(launch.Port, plan.Rate, plan.Requests, cores.LoadCore) { Patience = Patience });
        foreach (var ledger in origins.Ledgers)
            ledger.StartedAt = load.Record.Pacer.StartedAt;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = load.RunAsync(stop.Token);
        try
        {
            await script(new RunningTrial(origins.Origins, load.Record.Pacer.StartedAt));
        }
        catch
        {
            await stop.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var record = await running;
        if (server.HasExited)
            throw new ScenarioFailedException($"{plan.Peer.Name} ended under load.\n{server.LastLines}");
        var slots = (plan.Seconds * 1000 + (int)Patience.TotalMilliseconds) / Ledger.SlotMilliseconds;
        var result = new TrialResult(record, new LedgerSnapshot(origins.Ledgers, plan.Requests, slots));
        TrialCheck.Check(result);
        return result;
    }

    private static ServerLaunch CreateLaunch(TrialPlan plan, OriginSet origins, string directory)
    {
        var port = FreePorts.Take(1)[0];
        var places = origins.Ports.Select((originPort, i) => ($"ORIGIN_{(char)('A' + i)}", originPort.ToString(CultureInfo.InvariantCulture)));
        var slot = new PeerSlot(port, origins.Ports[0], PeerThreads, Path.Combine(directory, plan.Peer.Name))
        {
            Variant = plan.Variant,
            VariantValues = [.. places, .. plan.Places],
        };
        return plan.Peer.CreateLaunch(slot);
    }
}
