using System.Diagnostics;
using Proxy.Benchmarks.Compare.Load;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare;

/// <summary>Takes one measurement of one peer, and refuses it when it is not what the scenario says.</summary>
internal sealed class RoundMeasurer(Scenario scenario, Origin origin, Wrk wrk, LoadPlan plan, int seconds)
{
    private static readonly TimeSpan QuietInterval = TimeSpan.FromMilliseconds(30);

    /// <exception cref="ScenarioFailedException">The measurement does not count.</exception>
    public async Task<RoundResult> MeasureAsync(Contender contender, int round, CancellationToken cancellation)
    {
        var tree = contender.Server.Tree;
        var statusBefore = await origin.ReadStatusAsync(cancellation);
        var acceptedBefore = TcpCounters.ReadPassiveOpens();
        var clock = Stopwatch.StartNew();
        var before = tree.Sample();
        var load = await wrk.MeasureAsync(scenario, contender.Server.Launch.Port, seconds, plan, cancellation);
        var after = tree.Sample();
        var elapsed = clock.Elapsed;
        var accepted = TcpCounters.ReadPassiveOpens() - acceptedBefore;
        var statusAfter = await origin.ReadStatusAsync(cancellation);

        var traffic = new OriginTraffic(statusAfter.Accepts - statusBefore.Accepts, statusAfter.Requests - statusBefore.Requests);
        if (RoundCheck.FindProblem(scenario, load, traffic, accepted) is { } problem)
            throw new ScenarioFailedException($"{contender.Peer.Name}, round {round}: {problem}");
        if (contender.Server.HasExited || !before.ProcessIds.SequenceEqual(after.ProcessIds))
        {
            throw new ScenarioFailedException(
                $"{contender.Peer.Name}, round {round}: a process ended under load.\n{contender.Server.LastLines}");
        }

        var cpu = after.CpuMicroseconds - before.CpuMicroseconds;
        return new RoundResult
        {
            Round = round,
            Requests = load.Requests,
            RequestsPerSecond = load.RequestsPerSecond,
            CpuMicrosecondsPerRequest = cpu / load.Requests,
            P50Microseconds = load.P50Microseconds,
            P99Microseconds = load.P99Microseconds,
            ProportionalBytes = tree.ProportionalBytes(),
            CoresBusy = cpu / elapsed.TotalMicroseconds,
            OriginConnections = traffic.Connections,
        };
    }

    /// <summary>Waits until the peer has closed what the load generator left behind: its next neighbor on the core starts in peace.</summary>
    public static async Task WaitUntilQuietAsync(Contender contender, CancellationToken cancellation)
    {
        const int Tries = 30;
        var last = contender.Server.Tree.Sample().CpuMicroseconds;
        for (var i = 0; i < Tries; i++)
        {
            await Task.Delay(QuietInterval, cancellation);
            var now = contender.Server.Tree.Sample().CpuMicroseconds;
            if (now <= last)
                return;
            last = now;
        }
    }
}
