using System.Diagnostics;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Watch;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>Lets a fault happen to one of three origins under load.</summary>
internal sealed class FaultRun(TrialRunner runner, ResilienceOptions options)
{
    public async Task<FaultRound> RunAsync(Peer peer, Fault fault, int round, CancellationToken cancellation)
    {
        var sick = round % 3;
        var began = TrialPlan.WarmUpSeconds + options.Before;
        var plan = new TrialPlan
        {
            Peer = peer,
            Variant = "resilience",
            Title = PartCatalog.Faults,
            Rate = options.Rate,
            Seconds = began + options.During + options.After,
        };
        FaultTimes? times = null;
        IReadOnlyList<Arrivals> seen = [];
        var result = await runner.RunAsync(plan, Happen, cancellation);
        return new FaultAnalysis(result, times!, sick, round).Analyze(fault.IsSilent ? seen : null);

        async Task Happen(RunningTrial trial)
        {
            var origin = trial.Origins[sick];
            await trial.WaitUntilAsync(began, cancellation);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var watching = fault.IsSilent ? new SilentOriginWatch(origin.Port, fault.IsGone).RunAsync(stop.Token) : null;
            var beganAt = Stopwatch.GetTimestamp();
            await fault.BeginAsync(origin, cancellation);
            if (!fault.EndsItself)
                await RunningTrial.WaitUntilAsync(beganAt + options.During * 1_000_000_000L, cancellation);
            var healsFrom = Stopwatch.GetTimestamp();
            await stop.CancelAsync();
            seen = watching is null ? [] : await watching;
            await fault.EndAsync(origin, cancellation);
            times = new FaultTimes(
                trial.TimestampAt(TrialPlan.WarmUpSeconds), beganAt, healsFrom, Stopwatch.GetTimestamp(), trial.TimestampAt(plan.Seconds));
        }
    }
}
